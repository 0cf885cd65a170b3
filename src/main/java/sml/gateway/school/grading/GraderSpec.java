package sml.gateway.school.grading;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of a grader as they stand in the data. Says which one is missing. */
record GraderSpec(JsonNode node) {

  JsonNode need(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the grader has no `" + name + "`: " + node);
    }
    return value;
  }

  String text(String name) {
    return need(name).asText();
  }

  @Nullable String textOrNull(String name) {
    JsonNode value = node.get(name);
    return value == null ? null : value.asText();
  }

  BigDecimal number(String name) {
    return new BigDecimal(text(name));
  }

  BigDecimal number(String name, BigDecimal otherwise) {
    return node.has(name) ? number(name) : otherwise;
  }

  boolean flag(String name, boolean otherwise) {
    return node.path(name).asBoolean(otherwise);
  }

  int count(String name) {
    return number(name).intValueExact();
  }

  /** A text or a list of texts as a list. */
  List<String> texts(String name) {
    return texts(need(name));
  }

  List<String> texts(String name, List<String> otherwise) {
    return node.has(name) ? texts(name) : otherwise;
  }

  static List<String> texts(JsonNode value) {
    if (!value.isArray()) {
      return List.of(value.asText());
    }
    List<String> texts = new ArrayList<>();
    value.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
