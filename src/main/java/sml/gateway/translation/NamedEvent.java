package sml.gateway.translation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import sml.gateway.json.RawObject;

/** One server-sent event that carries its type as its name too. */
final class NamedEvent {
  private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

  /** How many bytes follow the data. */
  static final int END_LENGTH = END.length;

  private NamedEvent() {}

  /** The bytes of an event whose data has a member {@code type}. */
  static byte[] of(ObjectNode data) {
    return of(data, RawObject.bytes(data));
  }

  /** The same with one more member, whose value is JSON already. */
  static byte[] of(ObjectNode data, String member, byte[] json) {
    return of(data, with(RawObject.bytes(data), member, json));
  }

  private static byte[] of(ObjectNode data, byte[] json) {
    byte[] type = data.path("type").asText("").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(EVENT.length + type.length + DATA.length + json.length + END.length)
        .put(EVENT)
        .put(type)
        .put(DATA)
        .put(json)
        .put(END)
        .array();
  }

  /** An object with one more member, whose value is JSON already. */
  static byte[] with(byte[] object, String member, byte[] json) {
    byte[] name = (",\"" + member + "\":").getBytes(StandardCharsets.US_ASCII);
    int end = object.length - 1;
    return ByteBuffer.allocate(object.length + name.length + json.length)
        .put(object, 0, end)
        .put(name)
        .put(json)
        .put(object, end, 1)
        .array();
  }

  /** The data of an event of this type, to be completed. */
  static ObjectNode data(String type) {
    return ClientBody.object().put("type", type);
  }
}
