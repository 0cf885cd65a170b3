package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks of one of Anthropic's user messages. The results of tools are messages of their own in
 * a chat, and stand before what the user says.
 */
final class UserBlocks {
  private final String where;
  private final ArrayNode messages;
  private final ArrayNode parts = ClientBody.object().arrayNode();

  UserBlocks(String where, ArrayNode messages) {
    this.where = where;
    this.messages = messages;
  }

  void add(JsonNode blocks) {
    for (int i = 0; i < blocks.size(); i++) {
      JsonNode block = blocks.get(i);
      if (block.path("type").asText("").equals("tool_result")) {
        result(block, where + "." + i);
      } else {
        part(block, where + "." + i);
      }
    }
    if (!parts.isEmpty()) {
      messages.add(ChatParts.message("user", parts));
    }
  }

  /** A tool message holds text only, so pictures of a result follow as the user's. */
  private void result(JsonNode block, String place) {
    List<String> texts = new ArrayList<>();
    JsonNode content = block.path("content");
    if (content.isTextual()) {
      texts.add(content.textValue());
    }
    if (content.isArray()) {
      for (int i = 0; i < content.size(); i++) {
        JsonNode inner = content.get(i);
        if (inner.path("text").isTextual()) {
          texts.add(inner.get("text").textValue());
        } else {
          part(inner, place + ".content." + i);
        }
      }
    }
    String text = String.join("\n", texts);
    if (block.path("is_error").asBoolean(false)) {
      text = text.isEmpty() ? "Error" : "Error: " + text;
    }
    messages.add(ChatParts.result(block.path("tool_use_id").asText(""), text));
  }

  private void part(JsonNode block, String place) {
    String type = block.path("type").asText("");
    switch (type) {
      case "text" -> parts.add(ChatParts.text(block.path("text").asText("")));
      case "image" -> parts.add(ChatParts.image(url(block.path("source"), place)));
      case "document" -> document(block, place);
      case "search_result" -> searchResult(block);
      default -> throw ClientBody.unsupported(place, "a block of type '%s'".formatted(type));
    }
  }

  private static String url(JsonNode source, String place) {
    return switch (source.path("type").asText("")) {
      case "base64" ->
          "data:%s;base64,%s"
              .formatted(source.path("media_type").asText(""), source.path("data").asText(""));
      case "url" -> source.path("url").asText("");
      default -> throw ClientBody.unsupported(place + ".source", "a source of this type");
    };
  }

  private void document(JsonNode block, String place) {
    JsonNode source = block.path("source");
    String title = block.path("title").asText("");
    switch (source.path("type").asText("")) {
      case "text" -> parts.add(ChatParts.text(titled(title, source.path("data").asText(""))));
      case "content" -> {
        JsonNode content = source.path("content");
        if (content.isTextual()) {
          parts.add(ChatParts.text(titled(title, content.textValue())));
        } else {
          for (int i = 0; i < content.size(); i++) {
            part(content.get(i), place + ".source.content." + i);
          }
        }
      }
      default ->
          parts.add(ChatParts.file(title.isEmpty() ? "document.pdf" : title, url(source, place)));
    }
  }

  private static String titled(String title, String text) {
    return title.isEmpty() ? text : title + "\n\n" + text;
  }

  private void searchResult(JsonNode block) {
    List<String> texts = new ArrayList<>();
    texts.add(block.path("title").asText(""));
    texts.add(block.path("source").asText(""));
    block.path("content").forEach(inner -> texts.add(inner.path("text").asText("")));
    texts.removeIf(String::isEmpty);
    parts.add(ChatParts.text(String.join("\n", texts)));
  }
}
