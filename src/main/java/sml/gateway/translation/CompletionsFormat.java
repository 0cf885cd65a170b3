package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.format.AnswerEvents;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpReply;

/** Writes the answer to one request as a text completion of OpenAI's. */
final class CompletionsFormat extends TranslatedFormat {
  private List<String> echoed = List.of();

  CompletionsFormat(String id) {
    super(id);
  }

  /** The prompts that the answer repeats before what was made of them; empty for none. */
  void echo(List<String> prompts) {
    echoed = List.copyOf(prompts);
  }

  /** What the text of the only prompt begins with. */
  String begin() {
    return echoed.size() == 1 ? echoed.getFirst() : "";
  }

  @Override
  public AnswerEvents events() {
    return new CompletionsEvents(this);
  }

  @Override
  public byte[] whole(Answer.Whole answer) {
    try {
      RawObject json = RawObject.parse(answer.json());
      ObjectNode completion = completion(json);
      ArrayNode choices = completion.putArray("choices");
      JsonNode made = json.node("choices");
      for (JsonNode choice : made == null ? choices : made) {
        String text = text(choice.path("message"));
        choices.add(choice(begin() + text, choice, choices.size(), begin().length()));
      }
      JsonNode usage = json.node("usage");
      if (usage != null && !usage.isNull()) {
        completion.set("usage", usage);
      }
      return RawObject.bytes(completion);
    } catch (IOException parsedBefore) {
      throw new UncheckedIOException(parsedBefore);
    }
  }

  /** What a completion and each of its chunks begin with. */
  ObjectNode completion(RawObject chat) throws IOException {
    ObjectNode completion = ClientBody.object().put("id", "cmpl-" + id());
    completion.put("object", "text_completion");
    JsonNode created = chat.node("created");
    completion.put("created", created == null ? 0 : created.asLong(0));
    String by = chat.text("model");
    return completion.put("model", by == null ? model() : by);
  }

  /**
   * A choice.
   *
   * @param offset where what the model made of it begins in the text
   */
  static ObjectNode choice(String text, JsonNode choice, int place, int offset) {
    ObjectNode made = ClientBody.object().put("text", text);
    made.put("index", choice.path("index").asInt(place));
    made.set("logprobs", CompletionLogprobs.of(choice, offset));
    return made.put("finish_reason", reason(choice.path("finish_reason").textValue()));
  }

  private static @Nullable String reason(@Nullable String ofChat) {
    return switch (ofChat) {
      case null -> null;
      case "length", "content_filter" -> ofChat;
      default -> "stop";
    };
  }

  static String text(JsonNode message) {
    return message.path("content").asText("") + message.path("refusal").asText("");
  }

  /** The answers to several prompts as one: their choices in order, their counts added. */
  HttpReply join(List<HttpReply> replies) {
    ObjectNode all = read(replies.getFirst());
    ArrayNode choices = ClientBody.object().putArray("choices");
    ObjectNode usage = ClientBody.object();
    for (int i = 0; i < replies.size(); i++) {
      ObjectNode one = read(replies.get(i));
      for (JsonNode choice : one.path("choices")) {
        String text = choice.path("text").asText("");
        CompletionLogprobs.move(choice, echoed.size() > i ? echoed.get(i).length() : 0);
        choices.add(
            ((ObjectNode) choice)
                .put("text", echoed.size() > i ? echoed.get(i) + text : text)
                .put("index", choices.size()));
      }
      add(one.path("usage"), usage);
    }
    all.set("choices", choices);
    all.set("usage", usage);
    Map<String, String> headers = replies.getFirst().headers();
    return new HttpReply(200, headers, new HttpReply.Bytes(RawObject.bytes(all)));
  }

  private static void add(JsonNode counts, ObjectNode sum) {
    for (String name : List.of("prompt_tokens", "completion_tokens", "total_tokens")) {
      sum.put(name, sum.path(name).asLong(0) + counts.path(name).asLong(0));
    }
  }

  private static ObjectNode read(HttpReply reply) {
    if (!(reply.content() instanceof HttpReply.Bytes(byte[] bytes))) {
      throw new IllegalStateException("the answer to one of several prompts is no stream");
    }
    try {
      return RawObject.parse(bytes).tree();
    } catch (IOException writtenHere) {
      throw new UncheckedIOException(writtenHere);
    }
  }
}
