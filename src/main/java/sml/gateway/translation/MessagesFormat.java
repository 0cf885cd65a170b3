package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.chat.format.AnswerEvents;
import sml.gateway.json.RawObject;

/** Writes the answer to one request as a message of Anthropic's. */
final class MessagesFormat extends TranslatedFormat {
  private static final byte[] PING = NamedEvent.of(NamedEvent.data("ping"));

  MessagesFormat(String id) {
    super(id);
    // where Anthropic's SDKs read it
    header("request-id", id);
  }

  @Override
  public AnswerEvents events() {
    return new MessagesEvents(this);
  }

  @Override
  public byte[] keepAlive() {
    return PING;
  }

  @Override
  public byte[] whole(Answer.Whole answer) {
    AnswerDelta delta = AnswerDelta.of(answer);
    ObjectNode message = message(modelOf(answer));
    ArrayNode content = message.putArray("content");
    if (!delta.reasoning().isEmpty()) {
      content.add(
          ClientBody.object()
              .put("type", "thinking")
              .put("thinking", delta.reasoning())
              .put("signature", ""));
    }
    if (!delta.said().isEmpty()) {
      content.add(ChatParts.text(delta.said()));
    }
    for (JsonNode call : delta.toolCalls()) {
      content.add(toolUse(call));
    }
    message.put("stop_reason", stopReason(delta.finishReason(), !delta.toolCalls().isEmpty()));
    message.putNull("stop_sequence");
    message.set("usage", usage(delta.counts()));
    return RawObject.bytes(message);
  }

  /** The head of a message: it has no content yet. */
  ObjectNode message(String byModel) {
    return ClientBody.object()
        .put("id", "msg_" + id())
        .put("type", "message")
        .put("role", "assistant")
        .put("model", byModel);
  }

  private static ObjectNode toolUse(JsonNode call) {
    JsonNode function = call.path("function");
    ObjectNode use =
        ClientBody.object()
            .put("type", "tool_use")
            .put("id", call.path("id").asText(""))
            .put("name", function.path("name").asText(""));
    return use.set("input", input(function.path("arguments").asText("")));
  }

  /** Arguments as an object; what is none is kept as text in a member, so that nothing is lost. */
  private static ObjectNode input(String arguments) {
    if (arguments.isBlank()) {
      return ClientBody.object();
    }
    try {
      if (RawObject.EXACT.readTree(arguments) instanceof ObjectNode input) {
        return input;
      }
    } catch (IOException cutShort) {
      // an answer that reached its limit of tokens
    }
    return ClientBody.object().put("arguments", arguments);
  }

  static String stopReason(@Nullable String finishReason, boolean toolCalls) {
    return switch (finishReason) {
      case "length" -> "max_tokens";
      case "content_filter" -> "refusal";
      case "tool_calls", "function_call" -> "tool_use";
      case null, default -> toolCalls ? "tool_use" : "end_turn";
    };
  }

  static ObjectNode usage(@Nullable TokenCounts counted) {
    TokenCounts counts = counted == null ? TokenCounts.NONE : counted;
    return ClientBody.object()
        .put("input_tokens", Math.max(0, counts.prompt() - counts.cached()))
        .put("cache_creation_input_tokens", 0)
        .put("cache_read_input_tokens", counts.cached())
        .put("output_tokens", counts.completion());
  }

  @Override
  public byte[] error(int status, ErrorEnvelope error) {
    return error.messagesJson(status, id());
  }

  static ObjectNode errorObject(String type, ErrorEnvelope error) {
    ObjectNode object = NamedEvent.data("error");
    object.putObject("error").put("type", type).put("message", error.message());
    return object;
  }
}
