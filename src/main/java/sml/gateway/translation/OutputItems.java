package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sml.gateway.translation.ResponsesTools.ToolName;

/** The output items of OpenAI's Responses, and their parts. */
final class OutputItems {
  private OutputItems() {}

  /**
   * The text of a message.
   *
   * @param logprobs of its tokens, as a chat writes them too
   */
  static ObjectNode part(String text, JsonNode logprobs) {
    ObjectNode part = ClientBody.object().put("type", "output_text").put("text", text);
    part.putArray("annotations");
    part.putArray("logprobs").addAll(known(logprobs));
    return part;
  }

  /** An array of them, empty when there are none. */
  static ArrayNode known(JsonNode logprobs) {
    return logprobs instanceof ArrayNode array ? array : ClientBody.object().arrayNode();
  }

  static ObjectNode refusal(String text) {
    return ClientBody.object().put("type", "refusal").put("refusal", text);
  }

  static ObjectNode summary(String text) {
    return ClientBody.object().put("type", "summary_text").put("text", text);
  }

  /** A message that has no part yet. */
  static ObjectNode message(String id, String status) {
    ObjectNode item =
        ClientBody.object()
            .put("id", id)
            .put("type", "message")
            .put("status", status)
            .put("role", "assistant");
    item.putArray("content");
    return item;
  }

  static ObjectNode message(String id, String status, String text, JsonNode logprobs) {
    ObjectNode item = message(id, status);
    item.withArray("content").add(part(text, logprobs));
    return item;
  }

  /** A message in which the model declines. */
  static ObjectNode declined(String id, String status, String text) {
    ObjectNode item = message(id, status);
    item.withArray("content").add(refusal(text));
    return item;
  }

  /** Reasoning that has no summary yet. */
  static ObjectNode reasoning(String id) {
    ObjectNode item = ClientBody.object().put("id", id).put("type", "reasoning");
    item.putArray("summary");
    return item;
  }

  static ObjectNode reasoning(String id, String text) {
    ObjectNode item = reasoning(id);
    item.withArray("summary").add(summary(text));
    return item;
  }

  /**
   * A call.
   *
   * @param arguments of the function in the chat
   */
  static ObjectNode call(String id, String status, String callId, ToolName tool, String arguments) {
    ObjectNode item =
        ClientBody.object()
            .put("id", id)
            .put("type", tool.custom() ? "custom_tool_call" : "function_call")
            .put("status", status)
            .put("call_id", callId)
            .put("name", tool.name());
    if (tool.namespace() != null) {
      item.put("namespace", tool.namespace());
    }
    return tool.custom()
        ? item.put("input", arguments.isEmpty() ? "" : ResponsesTools.input(arguments))
        : item.put("arguments", arguments);
  }
}
