package sml.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.NewestMap;
import sml.gateway.json.RawObject;

/**
 * Ids of tool calls that were changed because a model had given one to two calls. In the next
 * request that model gets its own back; any other one gets the changed ones, which are unique.
 * Keeps the newest only.
 */
@Component
final class ToolCallIds {
  private static final int KEPT_PER_MODEL = 200;
  private static final int MOST_MODELS = 1000;

  private final Map<ModelRef, NewestMap<String, String>> originals = new NewestMap<>(MOST_MODELS);

  /** Records replaced ids by their replacement. */
  synchronized void note(ModelRef ref, Map<String, String> renamed) {
    if (!renamed.isEmpty()) {
      originals.computeIfAbsent(ref, first -> new NewestMap<>(KEPT_PER_MODEL)).putAll(renamed);
    }
  }

  /** The body with the ids that this model gave itself; the same body when it gave none. */
  RawObject restored(RawObject body, ModelRef ref) {
    Map<String, String> known = known(ref);
    if (known.isEmpty() || body.missing("messages")) {
      return body;
    }
    try {
      JsonNode messages = body.node("messages");
      boolean changed = false;
      for (JsonNode message : messages == null ? RawObject.EXACT.createArrayNode() : messages) {
        changed |= restore(message, "tool_call_id", known);
        for (JsonNode call : message.path("tool_calls")) {
          changed |= restore(call, "id", known);
        }
      }
      return changed
          ? RawObject.parse(
              body.edit().set("messages", RawObject.EXACT.writeValueAsBytes(messages)).toBytes())
          : body;
    } catch (IOException admittedBefore) {
      throw new UncheckedIOException(admittedBefore);
    }
  }

  private synchronized Map<String, String> known(ModelRef ref) {
    NewestMap<String, String> known = originals.get(ref);
    return known == null ? Map.of() : Map.copyOf(known);
  }

  private static boolean restore(JsonNode holder, String member, Map<String, String> known) {
    String original = known.get(holder.path(member).asText(""));
    if (original == null || !(holder instanceof ObjectNode object)) {
      return false;
    }
    object.put(member, original);
    return true;
  }
}
