package sml.gateway.translation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes messages and their parts as a chat request has them. */
final class ChatParts {
  private ChatParts() {}

  static ObjectNode message(String role, String content) {
    return ClientBody.object().put("role", role).put("content", content);
  }

  static ObjectNode call(String id, String name, String arguments) {
    ObjectNode call = ClientBody.object().put("id", id).put("type", "function");
    call.putObject("function").put("name", name).put("arguments", arguments);
    return call;
  }

  static ObjectNode result(String callId, String content) {
    return ClientBody.object()
        .put("role", "tool")
        .put("tool_call_id", callId)
        .put("content", content);
  }

  static ObjectNode text(String text) {
    return ClientBody.object().put("type", "text").put("text", text);
  }

  static ObjectNode image(String url) {
    ObjectNode part = ClientBody.object().put("type", "image_url");
    part.putObject("image_url").put("url", url);
    return part;
  }

  static ObjectNode file(String name, String data) {
    ObjectNode part = ClientBody.object().put("type", "file");
    part.putObject("file").put("filename", name).put("file_data", data);
    return part;
  }

  /**
   * A message with these parts; a single text is its content itself, which every provider takes.
   */
  static ObjectNode message(String role, ArrayNode parts) {
    ObjectNode message = ClientBody.object().put("role", role);
    boolean plain = parts.size() == 1 && parts.get(0).path("type").asText("").equals("text");
    return plain
        ? message.put("content", parts.get(0).path("text").asText(""))
        : message.set("content", parts);
  }
}
