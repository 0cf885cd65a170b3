package sml.gateway.upstream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import sml.gateway.json.RawObject;

/**
 * Writes a complete answer as the events of a stream, for an upstream that sent the one where the
 * other was asked for. Takes what {@link WholeReader} made, gives what {@link ChunkReader} takes.
 */
public final class WholeToChunks {
  private WholeToChunks() {}

  /** The events of the stream, without the final {@code [DONE]}. */
  public static List<EventReader.Data> split(byte[] whole) {
    List<EventReader.Data> events = new ArrayList<>();
    try {
      ObjectNode root = RawObject.parse(whole).tree();
      JsonNode choices = root.path("choices");
      JsonNode usage = root.remove("usage");
      root.put("object", "chat.completion.chunk");
      for (JsonNode choice : choices) {
        ObjectNode content = (ObjectNode) choice.deepCopy();
        JsonNode delta = content.remove("message");
        number(delta.path("tool_calls"));
        content.set("delta", delta);
        content.putNull("finish_reason");
        events.add(event(root, content));
        ObjectNode end = RawObject.EXACT.createObjectNode();
        end.set("index", choice.path("index"));
        end.putObject("delta");
        end.set("finish_reason", choice.path("finish_reason"));
        events.add(event(root, end));
      }
      if (usage != null && usage.isObject()) {
        root.putArray("choices");
        root.set("usage", usage);
        events.add(new EventReader.Data(RawObject.EXACT.writeValueAsBytes(root), false));
      }
      return events;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void number(JsonNode calls) {
    int index = 0;
    for (JsonNode call : calls) {
      if (call instanceof ObjectNode object) {
        object.put("index", index++);
      }
    }
  }

  private static EventReader.Data event(ObjectNode root, ObjectNode choice) throws IOException {
    root.putArray("choices").add(choice);
    return new EventReader.Data(RawObject.EXACT.writeValueAsBytes(root), false);
  }
}
