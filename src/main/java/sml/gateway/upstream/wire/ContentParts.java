package sml.gateway.upstream.wire;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Content that came as a list of parts, taken apart.
 *
 * @param text of the text parts, joined
 * @param thoughts of the thinking parts, joined
 */
record ContentParts(String text, String thoughts) {

  static ContentParts of(JsonNode content) {
    var text = new StringBuilder();
    var thoughts = new StringBuilder();
    if (content.isArray()) {
      content.forEach(part -> part(part, text, thoughts));
    } else {
      part(content, text, thoughts);
    }
    return new ContentParts(text.toString(), thoughts.toString());
  }

  private static void part(JsonNode part, StringBuilder text, StringBuilder thoughts) {
    if (part.isTextual()) {
      text.append(part.textValue());
    } else if (part.has("thinking")) {
      append(part.get("thinking"), thoughts);
    } else if (part.path("type").asText().equals("reasoning")) {
      append(part.path("text"), thoughts);
    } else {
      append(part.path("text"), text);
    }
  }

  private static void append(JsonNode value, StringBuilder to) {
    if (value.isArray()) {
      value.forEach(inner -> append(inner, to));
    } else {
      to.append((value.isObject() ? value.path("text") : value).asText(""));
    }
  }
}
