package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The content parts of one of OpenAI's Responses as parts of a chat message. */
final class InputParts {
  private InputParts() {}

  static ArrayNode of(JsonNode content, String where) {
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
