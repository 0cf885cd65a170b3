package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.json.RawObject;

/**
 * What a chunk adds to an answer, or all of a complete one. Only the first choice counts: neither
 * protocol has a second.
 *
 * @param text empty when there is none
 * @param refusal what is said in place of the text that was asked for, empty when there is none
 * @param reasoning empty when there is none
 * @param logprobs of the tokens of the text, as OpenAI writes them; missing when there are none
 * @param toolCalls as OpenAI writes them, missing when there are none
 * @param finishReason null while the answer goes on
 * @param counts null when it reports none
 */
record AnswerDelta(
    String text,
    String refusal,
    String reasoning,
    JsonNode logprobs,
    JsonNode toolCalls,
    @Nullable String finishReason,
    @Nullable TokenCounts counts) {

  static AnswerDelta of(Chunk chunk) {
    if (chunk.onlyContent()) {
      JsonNode none = MissingNode.getInstance();
      return new AnswerDelta(chunk.content(), "", "", none, none, null, null);
    }
    try {
      TokenCounts counts =
          chunk.usage() == null ? null : TokenCounts.read(chunk.json().node("usage"));
      return of(chunk.json().node("choices"), "delta", counts);
    } catch (IOException parsedBefore) {
      throw new UncheckedIOException(parsedBefore);
    }
  }

  static AnswerDelta of(Answer.Whole answer) {
    try {
      RawObject json = RawObject.parse(answer.json());
      TokenCounts counts = answer.usage() == null ? null : TokenCounts.read(json.node("usage"));
      return of(json.node("choices"), "message", counts);
    } catch (IOException parsedBefore) {
      throw new UncheckedIOException(parsedBefore);
    }
  }

  private static AnswerDelta of(
      @Nullable JsonNode choices, String inner, @Nullable TokenCounts counts) {
    JsonNode choice = first(choices);
    JsonNode content = choice.path(inner);
    String reasoning = text(content.path("reasoning_content"));
    return new AnswerDelta(
        text(content.path("content")),
        text(content.path("refusal")),
        reasoning.isEmpty() ? text(content.path("reasoning")) : reasoning,
        choice.path("logprobs").path("content"),
        content.path("tool_calls"),
        choice.path("finish_reason").textValue(),
        counts);
  }

  /** The text, or the refusal for clients that know no such thing. */
  String said() {
    return text + refusal;
  }

  private static JsonNode first(@Nullable JsonNode choices) {
    if (choices != null) {
      for (JsonNode choice : choices) {
        if (choice.path("index").asInt(0) == 0) {
          return choice;
        }
      }
    }
    return MissingNode.getInstance();
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : "";
  }

  /** The name of the model that answers, as it stands in an answer; {@code other} without one. */
  static String model(RawObject json, String other) {
    try {
      String model = json.text("model");
      return model == null ? other : model;
    } catch (IOException parsedBefore) {
      return other;
    }
  }
}
