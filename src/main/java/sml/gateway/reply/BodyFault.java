package sml.gateway.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import java.util.Set;
import java.util.StringJoiner;
import org.apache.camel.component.jsonvalidator.JsonValidationException;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.json.RawObject;

/** Says which field of a body is against its JSON Schema, and how. */
final class BodyFault {
  private BodyFault() {}

  /** The first fault that was found, with the field as {@code param}. */
  static InvalidRequest of(JsonValidationException invalid) {
    Set<ValidationMessage> faults = invalid.getErrors();
    if (faults == null || faults.isEmpty()) {
      return unreadable(invalid.getCause());
    }
    ValidationMessage first = faults.iterator().next();
    String field = field(first);
    if (field == null) {
      return new InvalidRequest("The body must be a JSON object.", null);
    }
    return new InvalidRequest("`%s` %s.".formatted(field, fault(first)), field);
  }

  private static InvalidRequest unreadable(@Nullable Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof InvalidRequest refused) {
        return refused;
      }
    }
    return cause instanceof JsonProcessingException flawed
        ? new InvalidRequest("The body is not valid JSON: " + RawObject.flaw(flawed) + ".", null)
        : new InvalidRequest("The body is not valid JSON.", null);
  }

  /** Its path, like {@code keys.0.label}; null when it is the body as a whole. */
  private static @Nullable String field(ValidationMessage fault) {
    var path = new StringJoiner(".");
    path.setEmptyValue("");
    var location = fault.getInstanceLocation();
    for (int i = 0; i < location.getNameCount(); i++) {
      path.add(String.valueOf(location.getElement(i)));
    }
    String property = fault.getProperty();
    if (property != null) {
      path.add(property);
    }
    return path.length() == 0 ? null : path.toString();
  }

  private static String fault(ValidationMessage fault) {
    return switch (fault.getType()) {
      case "required" -> "is required";
      case "type" -> "must be " + kind(fault.getSchemaNode());
      case "pattern" -> "holds a character that it may not hold";
      case "additionalProperties" -> "is not known";
      case null, default -> "is not as expected: " + fault.getError();
    };
  }

  /** Of a list of types, as {@code ["string", "null"]}, the first one is named. */
  private static String kind(JsonNode types) {
    String type = types.isArray() ? types.path(0).asText() : types.asText();
    return switch (type) {
      case "string" -> "a text";
      case "boolean" -> "true or false";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "array" -> "a list";
      case "object" -> "an object";
      default -> "of type " + type;
    };
  }
}
