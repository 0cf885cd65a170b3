package sml.gateway.translation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sml.gateway.translation.ResponsesTools.ToolName;

/** The output items of OpenAI's Responses, and their parts. */
final class OutputItems {
  private OutputItems() {}

  static ObjectNode part(String text) {
    ObjectNode part = ClientBody.object().put("type", "output_text").put("text", text);
    part.putArray("annotations");
    part.putArray("logprobs");
    return part;
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

  static ObjectNode message(String id, String status, String text) {
    ObjectNode item = message(id, status);
    item.withArray("content").add(part(text));
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
