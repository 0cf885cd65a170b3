package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** How probable each token of a text was: an object of lists where a chat has a list of objects. */
final class CompletionLogprobs {
  private static final String OFFSETS = "text_offset";

  private CompletionLogprobs() {}

  /**
   * Those of a choice of a chat, null when it has none.
   *
   * @param offset where its first token stands in the text
   */
  static @Nullable ObjectNode of(JsonNode choice, int offset) {
    JsonNode tokens = choice.path("logprobs").path("content");
    if (!tokens.isArray() || tokens.isEmpty()) {
      return null;
    }
    ObjectNode lists = ClientBody.object();
    ArrayNode texts = lists.putArray("tokens");
    ArrayNode logprobs = lists.putArray("token_logprobs");
    ArrayNode others = lists.putArray("top_logprobs");
    ArrayNode offsets = lists.putArray(OFFSETS);
    int at = offset;
    for (JsonNode token : tokens) {
      String text = token.path("token").asText("");
      texts.add(text);
      logprobs.add(token.path("logprob"));
      ObjectNode instead = others.addObject();
      for (JsonNode other : token.path("top_logprobs")) {
        instead.set(other.path("token").asText(""), other.path("logprob"));
      }
      offsets.add(at);
      at += text.length();
    }
    return lists;
  }

  /** Moves the tokens of a choice behind a text that stands before them. */
  static void move(JsonNode choice, int by) {
    if (choice.path("logprobs").path(OFFSETS) instanceof ArrayNode offsets) {
      for (int i = 0; i < offsets.size(); i++) {
        offsets.set(i, offsets.get(i).asInt() + by);
      }
    }
  }
}
