package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The blocks of one of Anthropic's assistant messages, which are one message of a chat. */
final class AssistantBlocks {
  private AssistantBlocks() {}

  static void add(JsonNode blocks, String where, ArrayNode messages) {
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    ArrayNode calls = ClientBody.object().arrayNode();
    for (int i = 0; i < blocks.size(); i++) {
      JsonNode block = blocks.get(i);
      String type = block.path("type").asText("");
      switch (type) {
        case "text" -> text.append(block.path("text").asText(""));
        case "thinking" -> thinking.append(block.path("thinking").asText(""));
        // only Anthropic can read it
        case "redacted_thinking" -> {}
        case "tool_use" ->
            calls.add(
                ChatParts.call(
                    block.path("id").asText(""),
                    block.path("name").asText(""),
                    ClientBody.text(input(block, where + "." + i))));
        default ->
            throw ClientBody.unsupported(where + "." + i, "a block of type '%s'".formatted(type));
      }
    }
    ObjectNode message = ClientBody.object().put("role", "assistant");
    if (text.isEmpty() && !calls.isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", text.toString());
    }
    if (!thinking.isEmpty()) {
      message.put("reasoning_content", thinking.toString());
    }
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
    messages.add(message);
  }

  private static JsonNode input(JsonNode block, String where) {
    JsonNode input = block.path("input");
    if (input.isMissingNode() || input.isNull()) {
      return ClientBody.object();
    }
    if (!input.isObject()) {
      throw ClientBody.wrong(where + ".input", "an object");
    }
    return input;
  }
}
