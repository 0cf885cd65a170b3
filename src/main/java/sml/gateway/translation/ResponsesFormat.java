package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.chat.format.AnswerEvents;
import sml.gateway.json.RawObject;

/** Writes the answer to one request as a response of OpenAI's. */
final class ResponsesFormat extends TranslatedFormat {
  private static final List<String> ECHOED =
      List.of(
          "instructions",
          "max_output_tokens",
          "metadata",
          "parallel_tool_calls",
          "reasoning",
          "temperature",
          "text",
          "tool_choice",
          "tools",
          "top_logprobs",
          "top_p",
          "truncation",
          "user");

  private final Instant createdAt;
  private final ResponsesTools tools = new ResponsesTools();
  private final ObjectNode echo = defaults();
  private final NamedItems items;
  private boolean stored;

  ResponsesFormat(String id, Instant createdAt, NamedItems items) {
    super(id);
    this.createdAt = createdAt;
    this.items = items;
  }

  /** What a response says of a request that left these fields out. */
  private static ObjectNode defaults() {
    ObjectNode echo = ClientBody.object();
    echo.putNull("instructions");
    echo.putNull("max_output_tokens");
    echo.putObject("metadata");
    echo.put("parallel_tool_calls", true);
    echo.putObject("reasoning").putNull("effort").putNull("summary");
    echo.put("temperature", 1);
    echo.putObject("text").putObject("format").put("type", "text");
    echo.put("tool_choice", "auto");
    echo.putArray("tools");
    echo.put("top_p", 1);
    echo.put("truncation", "disabled");
    return echo;
  }

  /** Keeps what the response repeats of its request. */
  void echo(ObjectNode request) {
    ClientBody.copy(request, echo, ECHOED);
    stored = request.path("store").asBoolean(true);
  }

  NamedItems items() {
    return items;
  }

  /** A client that thinks it stored may name it later. */
  void keep(String id, byte[] item) {
    if (stored) {
      items.keep(id, item);
    }
  }

  ResponsesTools tools() {
    return tools;
  }

  @Override
  public AnswerEvents events() {
    return new ResponsesEvents(this);
  }

  @Override
  public byte[] whole(Answer.Whole answer) {
    AnswerDelta delta = AnswerDelta.of(answer);
    String status = status(delta.finishReason());
    ArrayNode output = ClientBody.object().arrayNode();
    if (!delta.reasoning().isEmpty()) {
      output.add(OutputItems.reasoning(itemId("rs", output.size()), delta.reasoning()));
    }
    if (!delta.text().isEmpty()) {
      output.add(
          OutputItems.message(
              itemId("msg", output.size()), status, delta.text(), delta.logprobs()));
    }
    if (!delta.refusal().isEmpty()) {
      output.add(OutputItems.declined(itemId("msg", output.size()), status, delta.refusal()));
    }
    for (JsonNode call : delta.toolCalls()) {
      JsonNode function = call.path("function");
      ResponsesTools.ToolName tool = tools.tool(function.path("name").asText(""));
      output.add(
          OutputItems.call(
              callId(tool, output.size()),
              status,
              call.path("id").asText(""),
              tool,
              function.path("arguments").asText("")));
    }
    output.forEach(item -> keep(item.path("id").asText(), RawObject.bytes(item)));
    ObjectNode response = response(modelOf(answer), delta.finishReason(), delta.counts());
    return RawObject.bytes(response.set("output", output));
  }

  String callId(ResponsesTools.ToolName tool, int place) {
    return itemId(tool.custom() ? "ctc" : "fc", place);
  }

  String itemId(String prefix, int place) {
    return prefix + '_' + id() + '_' + place;
  }

  /** A response that is complete, or whose model stopped early, before its output is set. */
  ObjectNode response(String byModel, @Nullable String finishReason, @Nullable TokenCounts counts) {
    ObjectNode response = response(byModel, status(finishReason));
    if (isCutShort(finishReason)) {
      response
          .putObject("incomplete_details")
          .put("reason", "length".equals(finishReason) ? "max_output_tokens" : finishReason);
    }
    response.set("usage", usage(counts));
    return response;
  }

  /** A response whose model failed, before its output is set. */
  ObjectNode failed(String byModel, ErrorEnvelope error) {
    ObjectNode response = response(byModel, "failed");
    response.putObject("error").put("code", code(error)).put("message", error.message());
    return response;
  }

  /** The codes that clients know. */
  private static String code(ErrorEnvelope error) {
    return switch (error.type()) {
      case "rate_limit_exceeded" -> "rate_limit_exceeded";
      case "invalid_request_error" ->
          "context_length_exceeded".equals(error.code())
              ? "context_length_exceeded"
              : "invalid_prompt";
      default -> "server_error";
    };
  }

  /** A response without output. */
  ObjectNode response(String byModel, String status) {
    ObjectNode response =
        ClientBody.object()
            .put("id", "resp_" + id())
            .put("object", "response")
            .put("created_at", createdAt.getEpochSecond())
            .put("status", status)
            .put("background", false)
            .put("model", byModel)
            .put("store", false);
    response.putNull("error").putNull("incomplete_details").putNull("previous_response_id");
    response.putArray("output");
    response.putNull("usage");
    response.setAll(echo);
    return response;
  }

  static String status(@Nullable String finishReason) {
    return isCutShort(finishReason) ? "incomplete" : "completed";
  }

  private static boolean isCutShort(@Nullable String finishReason) {
    return "length".equals(finishReason) || "content_filter".equals(finishReason);
  }

  private static ObjectNode usage(@Nullable TokenCounts counted) {
    TokenCounts counts = counted == null ? TokenCounts.NONE : counted;
    ObjectNode usage = ClientBody.object().put("input_tokens", counts.prompt());
    usage.putObject("input_tokens_details").put("cached_tokens", counts.cached());
    usage.put("output_tokens", counts.completion());
    usage.putObject("output_tokens_details").put("reasoning_tokens", counts.reasoning());
    return usage.put("total_tokens", counts.prompt() + counts.completion());
  }
}
