package sml.gateway.testkit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sml.gateway.testkit.provider.Fault.Shape;
import sml.gateway.testkit.provider.Fault.Strictness;

/** Rules of strict providers that refuse chat requests that OpenAI accepts. */
final class StrictRules {
  private static final List<String> GEMINI =
      List.of(
          "store",
          "seed",
          "frequency_penalty",
          "presence_penalty",
          "logit_bias",
          "reasoning",
          "top_k",
          "metadata",
          "prompt_cache_key",
          "safety_identifier",
          "extra_body");
  private static final List<String> GROQ = List.of("logprobs", "top_logprobs", "logit_bias");
  private static final List<String> CEREBRAS =
      List.of(
          "frequency_penalty",
          "presence_penalty",
          "logit_bias",
          "parallel_tool_calls",
          "service_tier");
  private static final List<String> COHERE =
      List.of(
          "stream_options",
          "store",
          "metadata",
          "logit_bias",
          "top_logprobs",
          "n",
          "modalities",
          "prediction",
          "audio",
          "service_tier",
          "parallel_tool_calls",
          "user");

  private StrictRules() {}

  /** The refusal of this request, if it is refused. */
  static Optional<Refused> refuse(Strictness whose, JsonNode request) {
    return switch (whose) {
      case NO_TOOLS ->
          request.path("tools").isEmpty()
              ? Optional.empty()
              : Optional.of(refused(Shape.OPENAI, "this model does not support tools"));
      case MISTRAL -> new MistralRules(request).refuse();
      case GEMINI -> gemini(request);
      case GROQ ->
          Stream.concat(sent(request, GROQ), groq(request))
              .findFirst()
              .map(hit -> refused(Shape.OPENAI, "property '" + hit + "' is unsupported"));
      case CEREBRAS ->
          Stream.concat(sent(request, CEREBRAS), inAssistants(request, "reasoning_content"))
              .findFirst()
              .map(hit -> refused(Shape.CEREBRAS, hit + " is not supported"));
      case COHERE ->
          sent(request, COHERE)
              .findFirst()
              .map(hit -> refused(Shape.COHERE, "invalid request: unsupported parameter " + hit));
    };
  }

  private static Refused refused(Shape shape, String message) {
    return new Refused(
        400, ProviderErrorBody.of(Fault.status(400).code("").shape(shape).message(message)).text());
  }

  private static Stream<String> sent(JsonNode request, List<String> names) {
    return names.stream().filter(request::has);
  }

  private static Stream<String> inAssistants(JsonNode request, String member) {
    return request.path("messages").valueStream().anyMatch(message -> message.has(member))
        ? Stream.of(member)
        : Stream.empty();
  }

  private static Stream<String> groq(JsonNode request) {
    Stream.Builder<String> hits = Stream.builder();
    if (request.path("n").asInt(1) != 1) {
      hits.add("n");
    }
    for (JsonNode message : request.path("messages")) {
      if (message.has("name") && !message.path("role").asText().equals("tool")) {
        hits.add("name");
      }
      if (message.has("function_call")) {
        hits.add("function_call");
      }
    }
    return hits.build();
  }

  private static Optional<Refused> gemini(JsonNode request) {
    List<String> problems =
        sent(request, GEMINI)
            .map(
                name ->
                    "Invalid JSON payload received. Unknown name \"%s\": Cannot find field."
                        .formatted(name))
            .toList();
    if (problems.isEmpty()) {
      return Optional.empty();
    }
    ArrayNode body = JsonNodeFactory.instance.arrayNode();
    ObjectNode error = body.addObject().putObject("error");
    error.put("code", 400).put("message", String.join("\n", problems));
    error.put("status", "INVALID_ARGUMENT");
    ObjectNode detail = error.putArray("details").addObject();
    detail.put("@type", "type.googleapis.com/google.rpc.BadRequest");
    ArrayNode violations = detail.putArray("fieldViolations");
    problems.forEach(problem -> violations.addObject().put("description", problem));
    return Optional.of(new Refused(400, body.toString()));
  }
}
