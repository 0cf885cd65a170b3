package sml.gateway.testkit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The strict request rules of Mistral: known fields only, its own tool call ids, one order of
 * messages.
 */
final class MistralRules {
  private static final Set<String> KEYS =
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
  private static final Set<String> PLAIN = Set.of("role", "content");
  private static final Set<String> ASSISTANT = Set.of("role", "content", "tool_calls", "prefix");
  private static final Set<String> TOOL = Set.of("role", "content", "tool_call_id", "name");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{9}");

  private final JsonNode request;
  private final List<JsonNode> messages = new ArrayList<>();

  MistralRules(JsonNode request) {
    this.request = request;
    request.path("messages").forEach(messages::add);
  }

  Optional<Refused> refuse() {
    return forbidden().or(this::developer).or(this::wrongId).or(this::empty).or(this::order);
  }

  private Optional<Refused> forbidden() {
    ArrayNode details = JsonNodeFactory.instance.arrayNode();
    request.fieldNames().forEachRemaining(key -> forbid(details, KEYS, key));
    for (int i = 0; i < messages.size(); i++) {
      String place = String.valueOf(i);
      String role = role(messages.get(i));
      Set<String> known = known(role);
      messages
          .get(i)
          .fieldNames()
          .forEachRemaining(key -> forbid(details, known, key, "messages", place, role));
    }
    return details.isEmpty() ? Optional.empty() : Optional.of(unprocessable(details));
  }

  private static Set<String> known(String role) {
    return switch (role) {
      case "assistant" -> ASSISTANT;
      case "tool" -> TOOL;
      default -> PLAIN;
    };
  }

  private static void forbid(ArrayNode details, Set<String> known, String key, String... path) {
    if (!known.contains(key)) {
      ObjectNode detail = details.addObject().put("type", "extra_forbidden");
      ArrayNode place = detail.putArray("loc").add("body");
      for (String step : path) {
        place.add(step);
      }
      place.add(key);
      detail.put("msg", "Extra inputs are not permitted").putNull("input");
    }
  }

  private Optional<Refused> developer() {
    if (messages.stream().noneMatch(message -> role(message).equals("developer"))) {
      return Optional.empty();
    }
    ArrayNode details = JsonNodeFactory.instance.arrayNode();
    ObjectNode detail = details.addObject().put("type", "union_tag_invalid");
    detail.putArray("loc").add("body").add("messages");
    detail.put("msg", "Input tag 'developer' is not expected");
    return Optional.of(unprocessable(details));
  }

  private Optional<Refused> wrongId() {
    List<JsonNode> ids = new ArrayList<>();
    for (JsonNode message : messages) {
      message.path("tool_calls").forEach(call -> ids.add(call.path("id")));
      if (role(message).equals("tool")) {
        ids.add(message.path("tool_call_id"));
      }
    }
    return ids.stream()
        .map(id -> id.asText(""))
        .filter(id -> !ID.matcher(id).matches())
        .findFirst()
        .map(
            id ->
                refused(
                    "Tool call id was " + id + " but must be a-z, A-Z, 0-9, with a length of 9.",
                    "invalid_function_call",
                    "3280"));
  }

  private Optional<Refused> empty() {
    for (JsonNode message : messages) {
      JsonNode content = message.path("content");
      boolean says = content.isArray() ? !content.isEmpty() : !content.asText("").isEmpty();
      if (role(message).equals("assistant") && !says && message.path("tool_calls").isEmpty()) {
        return Optional.of(
            refused(
                "Assistant message must have either content or tool_calls, but not none.",
                "invalid_request_error",
                ""));
      }
    }
    return Optional.empty();
  }

  private Optional<Refused> order() {
    for (int i = 1; i < messages.size(); i++) {
      String role = role(messages.get(i));
      boolean after = role(messages.get(i - 1)).equals("tool");
      if (after && !role.equals("tool") && !role.equals("assistant")) {
        return Optional.of(disorder("Unexpected role '" + role + "' after role 'tool'"));
      }
    }
    if (messages.isEmpty()) {
      return Optional.empty();
    }
    JsonNode last = messages.getLast();
    boolean open = role(last).equals("assistant") && !last.path("prefix").asBoolean(false);
    return open
        ? Optional.of(
            disorder(
                "Expected last role User or Tool (or Assistant with prefix True) for serving but"
                    + " got assistant"))
        : Optional.empty();
  }

  private static String role(JsonNode message) {
    return message.path("role").asText("");
  }

  private static Refused disorder(String message) {
    return refused(message, "invalid_request_message_order", "3230");
  }

  private static Refused refused(String message, String type, String code) {
    ObjectNode body = body(type, code);
    body.put("message", message);
    return new Refused(400, body.toString());
  }

  private static Refused unprocessable(ArrayNode details) {
    ObjectNode body = body("invalid_request_error", "");
    body.putObject("message").set("detail", details);
    return new Refused(422, body.toString());
  }

  private static ObjectNode body(String type, String code) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("object", "error");
    body.put("type", type).putNull("param");
    return code.isEmpty() ? body.putNull("code") : body.put("code", code);
  }
}
