package sml.gateway.cache.semantic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.ExactKeys;
import sml.gateway.chat.ChatRequest;
import sml.gateway.json.RawObject;

/**
 * The last question of a request, apart from all else in it.
 *
 * @param partition equal for requests that differ in this question only
 */
record LastQuestion(String partition, String text) {
  private static final String MESSAGES = "messages";
  private static final String CONTENT = "content";

  /** Null when the last message is no text of the user, or longer than this. */
  static @Nullable LastQuestion of(ChatRequest request, ExactKeys keys, int longest) {
    try {
      JsonNode messages = request.body().node(MESSAGES);
      JsonNode last = messages == null ? null : messages.path(messages.size() - 1);
      if (!(messages instanceof ArrayNode list)
          || !(last instanceof ObjectNode message)
          || !message.path("role").asText().equals("user")
          || !message.path(CONTENT).isTextual()
          || message.path(CONTENT).textValue().length() > longest) {
        return null;
      }
      String text = message.path(CONTENT).textValue();
      ObjectNode rest = message.deepCopy().put(CONTENT, "");
      ArrayNode others = list.deepCopy();
      others.set(others.size() - 1, rest);
      CacheKey key = keys.of(withMessages(request, others));
      return key == null || text.isBlank() ? null : new LastQuestion(key.hash(), text);
    } catch (IOException parsedBefore) {
      return null;
    }
  }

  private static ChatRequest withMessages(ChatRequest request, ArrayNode messages)
      throws IOException {
    byte[] json =
        request.body().edit().set(MESSAGES, RawObject.EXACT.writeValueAsBytes(messages)).toBytes();
    return request.with(RawObject.parse(json));
  }
}
