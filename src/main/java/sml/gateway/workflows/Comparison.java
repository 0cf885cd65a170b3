package sml.gateway.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.network.HttpCall;
import sml.gateway.workflows.InnerChat.ChatResult;

/** {@code POST /v1/compare}: one prompt to several models at the same time. */
@Component("comparison")
final class Comparison {
  private static final int LONGEST_ERROR = 500;

  private final InnerChat chats;
  private final WorkflowSettings settings;

  Comparison(InnerChat chats, WorkflowSettings settings) {
    this.chats = chats;
    this.settings = settings;
  }

  /** The chat with one of the models. */
  record ModelChat(HttpCall outer, String model, ObjectNode body, Duration limit) {}

  /** What one model said, or why it said nothing. */
  @JsonNaming(SnakeCaseStrategy.class)
  record ComparedModel(
      String model,
      @Nullable String provider,
      @Nullable String actualModel,
      boolean ok,
      int status,
      long latencyMs,
      @Nullable String content,
      @Nullable JsonNode toolCalls,
      @Nullable String finishReason,
      @Nullable Long inputTokens,
      @Nullable Long outputTokens,
      @Nullable String error,
      String requestId) {}

  /** The rows in the order of the models. */
  @JsonNaming(SnakeCaseStrategy.class)
  record ComparedModels(int total, long okCount, List<ComparedModel> results) {}

  /** A chat for each model of the body. */
  public List<ModelChat> read(HttpCall call) {
    ChatBody body = ChatBody.of(call);
    List<String> models = models(body);
    int most = (int) settings.longestComparison().toMillis();
    int usual = (int) settings.comparison().toMillis();
    Duration limit = Duration.ofMillis(body.number("timeout_ms", usual, 1, most));
    List<ModelChat> chats = new ArrayList<>();
    for (String model : models) {
      ObjectNode chat = body.json().deepCopy();
      chat.remove(List.of("models", "timeout_ms"));
      chat.put("model", model);
      chats.add(new ModelChat(call, model, chat, limit));
    }
    return chats;
  }

  private List<String> models(ChatBody body) {
    JsonNode models = body.node("models");
    if (models == null) {
      throw InvalidRequest.missing("models");
    }
    if (!models.isArray() || models.isEmpty() || models.size() > settings.comparedModels()) {
      throw InvalidRequest.value(
          "models", "an array of 1 to " + settings.comparedModels() + " model ids is expected");
    }
    List<String> ids = new ArrayList<>();
    for (JsonNode model : models) {
      if (!model.isTextual() || model.textValue().isBlank()) {
        throw InvalidRequest.value("models", "every entry must be a non-empty string");
      }
      ids.add(model.textValue().strip());
    }
    return ids;
  }

  /** Asks one model. */
  public ComparedModel ask(@Body ModelChat chat) {
    return row(chat, chats.ask(chat.outer(), chat.body(), chat.limit()));
  }

  private static ComparedModel row(ModelChat chat, ChatResult result) {
    boolean late = !result.ok() && result.tookMs() >= chat.limit().toMillis();
    String error = late ? "timeout after " + chat.limit().toMillis() + " ms: " : "";
    JsonNode usage = result.json().path("usage");
    JsonNode calls = result.message().path("tool_calls");
    return new ComparedModel(
        chat.model(),
        result.provider(),
        result.model(),
        result.ok(),
        late ? 0 : result.status(),
        result.tookMs(),
        result.ok() ? content(result.message().path("content")) : null,
        calls.isArray() && !calls.isEmpty() ? calls : null,
        result.json().at("/choices/0/finish_reason").asText(null),
        count(usage.path("prompt_tokens")),
        count(usage.path("completion_tokens")),
        result.ok() ? null : shortened(error + result.error()),
        result.requestId());
  }

  private static @Nullable String content(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    return content.isMissingNode() || content.isNull() ? null : content.toString();
  }

  private static @Nullable Long count(JsonNode count) {
    return count.isNumber() ? count.longValue() : null;
  }

  private static String shortened(String error) {
    return error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error;
  }

  /** All rows together. */
  public ComparedModels gather(@Body List<ComparedModel> rows) {
    return new ComparedModels(rows.size(), rows.stream().filter(ComparedModel::ok).count(), rows);
  }
}
