package sml.gateway.translation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import sml.gateway.json.JsonString;

/** An event that is sent for each piece of a text: what they have in common is written once. */
final class RepeatedEvent {
  private final byte[] head;
  private final byte[] tail;

  /**
   * An event.
   *
   * @param data without the text
   * @param member name of the text, which becomes the last member of the last object in the data
   * @param depth how many objects end at the end of the data
   */
  RepeatedEvent(ObjectNode data, String member, int depth) {
    byte[] whole = NamedEvent.of(data);
    int end = whole.length - NamedEvent.END_LENGTH - depth;
    byte[] name = (",\"" + member + "\":").getBytes(StandardCharsets.US_ASCII);
    this.head = ByteBuffer.allocate(end + name.length).put(whole, 0, end).put(name).array();
    this.tail = Arrays.copyOfRange(whole, end, whole.length);
  }

  /** The event with a piece of the text. */
  byte[] with(String text) {
    return joined(text, new byte[0]);
  }

  /** The event with a piece of the text and its number in the stream. */
  byte[] with(String text, int sequence) {
    return joined(text, (",\"sequence_number\":" + sequence).getBytes(StandardCharsets.US_ASCII));
  }

  private byte[] joined(String text, byte[] more) {
    byte[] quoted = JsonString.quote(text);
    return ByteBuffer.allocate(head.length + quoted.length + more.length + tail.length)
        .put(head)
        .put(quoted)
        .put(more)
        .put(tail)
        .array();
  }
}
