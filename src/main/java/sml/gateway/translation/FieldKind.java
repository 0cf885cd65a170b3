package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What the value of a field has to be. */
enum FieldKind {
  TEXT("a string"),
  FLAG("a boolean"),
  NUMBER("a number"),
  COUNT("a whole number from 1"),
  LIST("an array"),
  OBJECT("an object"),
  TEXT_OR_OBJECT("a string or an object");

  private final String expected;

  FieldKind(String expected) {
    this.expected = expected;
  }

  /** Refuses a body that has one of these fields with a value of another kind. */
  static void check(ObjectNode body, Map<String, FieldKind> fields) {
    fields.forEach(
        (name, kind) -> {
          JsonNode value = body.path(name);
          if (!value.isMissingNode() && !value.isNull() && !kind.fits(value)) {
            throw ClientBody.wrong(name, kind.expected);
          }
        });
  }

  private boolean fits(JsonNode value) {
    return switch (this) {
      case TEXT -> value.isTextual();
      case FLAG -> value.isBoolean();
      case NUMBER -> value.isNumber();
      case COUNT -> value.isNumber() && value.doubleValue() >= 1 && isWhole(value.doubleValue());
      case LIST -> value.isArray();
      case OBJECT -> value.isObject();
      case TEXT_OR_OBJECT -> value.isTextual() || value.isObject();
    };
  }

  private static boolean isWhole(double number) {
    return number == Math.rint(number);
  }
}
