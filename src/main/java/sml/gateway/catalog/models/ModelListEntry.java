package sml.gateway.catalog.models;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a model list, asked by paths such as {@code limits/max_input_tokens}.
 *
 * @param json an object, or a text where a list holds nothing but ids
 */
record ModelListEntry(JsonNode json) {

  JsonNode node(String path) {
    return json.at("/" + path);
  }

  String text(String path) {
    return node(path).asText("").strip();
  }

  /** The first of these fields that is true or false, null when none is. */
  @Nullable Boolean firstFlag(String... paths) {
    for (String path : paths) {
      if (node(path).isBoolean()) {
        return node(path).asBoolean();
      }
    }
    return null;
  }

  boolean flag(String path) {
    return node(path).asBoolean(false);
  }

  /** True when one of the fields is a list with one of the words in it. */
  boolean anyLists(String[] paths, String... words) {
    for (String path : paths) {
      for (String word : words) {
        if (lists(path, word)) {
          return true;
        }
      }
    }
    return false;
  }

  boolean lists(String path, String word) {
    for (JsonNode value : node(path)) {
      if (value.asText().equalsIgnoreCase(word)) {
        return true;
      }
    }
    return false;
  }

  /** True when the field is a list that says something. */
  boolean filled(String path) {
    return node(path).isArray() && !node(path).isEmpty();
  }

  /** The value of a property in a list of {@code property_id} and {@code value}. */
  String property(String id) {
    for (JsonNode property : json.path("properties")) {
      if (property.path("property_id").asText().equals(id)) {
        return property.path("value").asText("");
      }
    }
    return "";
  }
}
