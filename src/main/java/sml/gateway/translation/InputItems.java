package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The input items of one of OpenAI's Responses as messages. What one turn of a model made stands in
 * one message: its reasoning, its text and its calls.
 */
final class InputItems {
  private final ArrayNode messages;
  private final ResponsesTools tools;
  private final NamedItems named;
  private @Nullable ObjectNode turn;
  private ArrayNode pictures = ClientBody.object().arrayNode();

  InputItems(ArrayNode messages, ResponsesTools tools, NamedItems named) {
    this.messages = messages;
    this.tools = tools;
    this.named = named;
  }

  void add(JsonNode items) {
    for (int i = 0; i < items.size(); i++) {
      item(items.get(i), "input[" + i + "]");
    }
    endTurn();
    endResults();
  }

  private void item(JsonNode item, String where) {
    String type = item.path("type").asText("message");
    switch (type) {
      case "message" -> message(item, where);
      case "reasoning" -> reasoning(item);
      case "function_call" -> call(item, arguments(item.path("arguments")));
      case "custom_tool_call" ->
          call(item, ResponsesTools.arguments(item.path("input").asText("")));
      case "local_shell_call" ->
          calls()
              .add(
                  ChatParts.call(
                      item.path("call_id").asText(""),
                      "local_shell",
                      ClientBody.text(item.path("action"))));
      case "function_call_output", "custom_tool_call_output", "local_shell_call_output" ->
          output(item, where);
      // what a hosted tool did is in the text that followed it
      case "web_search_call",
          "file_search_call",
          "code_interpreter_call",
          "image_generation_call",
          "computer_call",
          "mcp_call",
          "mcp_list_tools" -> {}
      case "item_reference" -> named(item, where);
      default -> throw ClientBody.unsupported(where, "an item of type '%s'".formatted(type));
    }
  }

  private void named(JsonNode reference, String where) {
    ObjectNode item = named.find(reference.path("id").asText(""));
    if (item == null) {
      throw ClientBody.unsupported(
          where,
          "an item that is named and not known here any more (send items with `store`: false)");
    }
    item(item, where);
  }

  private void message(JsonNode item, String where) {
    endResults();
    JsonNode content = item.path("content");
    String place = where + ".content";
    if (!content.isTextual() && !content.isArray()) {
      throw ClientBody.wrong(place, "a string or an array of parts");
    }
    String role = item.path("role").asText("");
    switch (role) {
      case "assistant" -> {
        if (turn != null && (turn.has("content") || turn.has("tool_calls"))) {
          endTurn();
        }
        turn().put("content", textOf(content));
      }
      case "user" -> {
        endTurn();
        messages.add(
            content.isTextual()
                ? ChatParts.message(role, content.textValue())
                : ChatParts.message(role, of(content, place)));
      }
      case "system", "developer" -> {
        endTurn();
        messages.add(ChatParts.message("system", textOf(content)));
      }
      default -> throw ClientBody.wrong(where + ".role", "user, assistant, system or developer");
    }
  }

  private static String textOf(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      text.append(part.path("text").asText("")).append(part.path("refusal").asText(""));
    }
    return text.toString();
  }

  private void reasoning(JsonNode item) {
    endResults();
    if (turn != null && (turn.has("content") || turn.has("tool_calls"))) {
      endTurn();
    }
    List<String> texts = new ArrayList<>();
    JsonNode full = item.path("content");
    (full.isArray() && !full.isEmpty() ? full : item.path("summary"))
        .forEach(part -> texts.add(part.path("text").asText("")));
    texts.removeIf(String::isEmpty);
    if (!texts.isEmpty()) {
      turn().put("reasoning_content", String.join("\n\n", texts));
    }
  }

  /** A text; some clients send the object that it stands for. */
  private static String arguments(JsonNode given) {
    return given.isContainerNode() ? ClientBody.text(given) : given.asText("");
  }

  private void call(JsonNode item, String arguments) {
    String name = tools.chatName(item.path("namespace").textValue(), item.path("name").asText(""));
    calls().add(ChatParts.call(item.path("call_id").asText(""), name, arguments));
  }

  private ArrayNode calls() {
    endResults();
    return turn().withArray("tool_calls");
  }

  private ObjectNode turn() {
    ObjectNode begun = turn;
    if (begun == null) {
      begun = ClientBody.object().put("role", "assistant");
      turn = begun;
    }
    return begun;
  }

  /** A message without text and calls says nothing that a provider would accept. */
  private void endTurn() {
    if (turn != null && (turn.has("content") || turn.has("tool_calls"))) {
      if (!turn.has("content")) {
        turn.putNull("content");
      }
      messages.add(turn);
    }
    turn = null;
  }

  /** A tool message holds text only, so pictures of results follow as the user's. */
  private void output(JsonNode item, String where) {
    endTurn();
    JsonNode output = item.path("output");
    String text;
    if (output.isArray()) {
      StringBuilder joined = new StringBuilder();
      for (JsonNode part : of(output, where + ".output")) {
        if (part.path("type").asText("").equals("text")) {
          joined.append(part.path("text").asText(""));
        } else {
          pictures.add(part);
        }
      }
      text = joined.toString();
    } else {
      text = output.isTextual() ? output.textValue() : ClientBody.text(output);
    }
    String callId = item.path("call_id").asText(item.path("id").asText(""));
    messages.add(ChatParts.result(callId, text));
  }

  private void endResults() {
    if (!pictures.isEmpty()) {
      messages.add(ChatParts.message("user", pictures));
      pictures = ClientBody.object().arrayNode();
    }
  }

  private static ArrayNode of(JsonNode content, String where) {
    ArrayNode parts = ClientBody.object().arrayNode();
    for (int i = 0; i < content.size(); i++) {
      parts.add(part(content.get(i), where + "[" + i + "]"));
    }
    return parts;
  }

  private static ObjectNode part(JsonNode part, String where) {
    String type = part.path("type").asText("");
    return switch (type) {
      case "input_text", "output_text", "text", "summary_text" ->
          ChatParts.text(part.path("text").asText(""));
      case "refusal" -> ChatParts.text(part.path("refusal").asText(""));
      case "input_image" -> image(part, where);
      case "input_file" -> file(part, where);
      case "input_audio" ->
          ClientBody.object()
              .put("type", "input_audio")
              .set("input_audio", part.path("input_audio"));
      default -> throw ClientBody.unsupported(where, "a part of type '%s'".formatted(type));
    };
  }

  private static ObjectNode image(JsonNode part, String where) {
    if (!part.path("image_url").isTextual()) {
      throw ClientBody.unsupported(where, "an image without 'image_url'");
    }
    ObjectNode image = ChatParts.image(part.get("image_url").textValue());
    String detail = part.path("detail").asText("auto");
    if (!detail.equals("auto") && image.get("image_url") instanceof ObjectNode inner) {
      inner.put("detail", detail);
    }
    return image;
  }

  private static ObjectNode file(JsonNode part, String where) {
    if (!part.path("file_data").isTextual()) {
      throw ClientBody.unsupported(where, "a file without 'file_data'");
    }
    return ChatParts.file(part.path("filename").asText("file"), part.get("file_data").textValue());
  }
}
