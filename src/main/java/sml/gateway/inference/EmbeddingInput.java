package sml.gateway.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.GatewayException.InvalidRequest;

/**
 * The texts of an embedding request, each as a string or as an array of tokens.
 *
 * @param texts in their order, at least one
 */
record EmbeddingInput(List<JsonNode> texts) {
  private static final int CHARS_A_TOKEN = 3;

  EmbeddingInput {
    texts = List.copyOf(texts);
  }

  /**
   * Reads the member {@code input}.
   *
   * @param most how many texts it may hold
   */
  static EmbeddingInput of(@Nullable JsonNode input, int most) {
    if (input == null) {
      throw InvalidRequest.missing("input");
    }
    if (input.isTextual()) {
      return new EmbeddingInput(List.of(filled(input)));
    }
    if (!input.isArray() || input.isEmpty()) {
      throw InvalidRequest.value(
          "input", "expected a string or a non-empty array of strings or tokens");
    }
    if (input.get(0).isIntegralNumber()) {
      return new EmbeddingInput(List.of(tokens(input)));
    }
    if (input.size() > most) {
      throw InvalidRequest.value(
          "input", "at most " + most + " texts are allowed, " + input.size() + " were sent");
    }
    boolean textual = input.get(0).isTextual();
    List<JsonNode> texts = new ArrayList<>();
    for (JsonNode text : input) {
      if (text.isTextual() != textual) {
        throw InvalidRequest.value("input", "strings and arrays of tokens cannot be mixed");
      }
      texts.add(textual ? filled(text) : tokens(text));
    }
    return new EmbeddingInput(texts);
  }

  /** Those from one place to another, as a JSON array. */
  ArrayNode slice(int from, int to) {
    ArrayNode slice = JsonNodeFactory.instance.arrayNode(to - from);
    texts.subList(from, to).forEach(slice::add);
    return slice;
  }

  /** About how many tokens they are. */
  int tokens() {
    long sum = 0;
    for (JsonNode text : texts) {
      sum +=
          text.isArray()
              ? text.size()
              : (text.textValue().length() + CHARS_A_TOKEN - 1) / CHARS_A_TOKEN;
    }
    return (int) Math.min(sum, Integer.MAX_VALUE);
  }

  private static JsonNode filled(JsonNode text) {
    if (text.textValue().isEmpty()) {
      throw InvalidRequest.value("input", "a text must not be empty");
    }
    return text;
  }

  private static JsonNode tokens(JsonNode array) {
    if (!array.isArray() || array.isEmpty()) {
      throw InvalidRequest.value(
          "input", "expected a string or a non-empty array of strings or tokens");
    }
    for (JsonNode token : array) {
      if (!token.isIntegralNumber() || token.longValue() < 0) {
        throw InvalidRequest.value("input", "tokens must be whole numbers from 0");
      }
    }
    return array;
  }
}
