package sml.gateway.upstream.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** What strict providers complain about, written down independently of the table under test. */
final class StrictProviders {
  private static final Set<String> MISTRAL_KEYS =
      Set.of(
          "model",
          "messages",
          "temperature",
          "top_p",
          "max_tokens",
          "stream",
          "stop",
          "random_seed",
          "response_format",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "presence_penalty",
          "frequency_penalty",
          "n",
          "prediction",
          "safe_prompt",
          "prompt_mode",
          "reasoning_effort");

  static final Map<String, Function<JsonNode, List<String>>> CHECKS =
      Map.of(
          "mistral", StrictProviders::mistral,
          "gemini",
              body ->
                  refused(
                      body,
                      "store",
                      "seed",
                      "frequency_penalty",
                      "presence_penalty",
                      "logit_bias",
                      "reasoning",
                      "top_k",
                      "metadata",
                      "prompt_cache_key",
                      "safety_identifier"),
          "groq", StrictProviders::groq,
          "cerebras",
              body ->
                  refused(
                      body,
                      "frequency_penalty",
                      "logit_bias",
                      "presence_penalty",
                      "parallel_tool_calls",
                      "service_tier",
                      "max_tokens"),
          "cohere",
              body ->
                  refused(
                      body,
                      "stream_options",
                      "store",
                      "metadata",
                      "logit_bias",
                      "top_logprobs",
                      "n",
                      "parallel_tool_calls",
                      "service_tier",
                      "user"),
          "sambanova",
              body -> refused(body, "store", "metadata", "max_completion_tokens", "logprobs"));

  private StrictProviders() {}

  static List<String> complaints(String provider, JsonNode body) {
    return Objects.requireNonNull(CHECKS.get(provider)).apply(body);
  }

  private static List<String> refused(JsonNode body, String... keys) {
    List<String> complaints = new ArrayList<>();
    for (String key : keys) {
      if (body.has(key)) {
        complaints.add("unknown " + key);
      }
    }
    body.get("messages")
        .forEach(
            message -> {
              if (message.get("role").asText().equals("developer")) {
                complaints.add("unknown role developer");
              }
            });
    return complaints;
  }

  private static List<String> groq(JsonNode body) {
    List<String> complaints = refused(body, "logprobs", "logit_bias", "top_logprobs", "n");
    for (JsonNode message : body.get("messages")) {
      boolean tool = message.get("role").asText().equals("tool");
      if (message.has("name") && !tool) {
        complaints.add("name on " + message);
      }
      if (message.has("reasoning_content") || message.has("function_call")) {
        complaints.add("property of " + message);
      }
    }
    return complaints;
  }

  private static List<String> mistral(JsonNode body) {
    List<String> complaints = refused(body);
    body.fieldNames()
        .forEachRemaining(
            key -> {
              if (!MISTRAL_KEYS.contains(key)) {
                complaints.add("extra_forbidden " + key);
              }
            });
    String before = "";
    JsonNode last = null;
    for (JsonNode message : body.get("messages")) {
      String role = message.get("role").asText();
      mistralMessage(message, role, complaints);
      if (before.equals("tool") && !role.equals("tool") && !role.equals("assistant")) {
        complaints.add("role " + role + " after tool");
      }
      before = role;
      last = message;
    }
    if (before.equals("assistant") && last != null && !last.path("prefix").asBoolean()) {
      complaints.add("last role is assistant");
    }
    return complaints;
  }

  private static void mistralMessage(JsonNode message, String role, List<String> complaints) {
    Set<String> known =
        switch (role) {
          case "assistant" -> Set.of("role", "content", "tool_calls", "prefix");
          case "tool" -> Set.of("role", "content", "tool_call_id", "name");
          default -> Set.of("role", "content");
        };
    message
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                complaints.add("extra_forbidden " + role + "." + key);
              }
            });
    message.path("tool_calls").forEach(call -> mistralId(call.path("id"), complaints));
    if (role.equals("tool")) {
      mistralId(message.path("tool_call_id"), complaints);
    }
    boolean empty = message.path("content").isNull() || message.path("content").asText().isEmpty();
    if (role.equals("assistant") && empty && message.path("tool_calls").isEmpty()) {
      complaints.add("empty assistant message");
    }
  }

  private static void mistralId(JsonNode id, List<String> complaints) {
    if (!id.asText().matches("[A-Za-z0-9]{9}")) {
      complaints.add("tool call id " + id);
    }
  }
}
