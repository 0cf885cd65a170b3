package sml.gateway.translation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;

/** Reads the body of a call as a tree and puts a translated one in its place. */
final class ClientBody {
  /** Fields of our own, which mean the same in every protocol. */
  private static final List<String> CONTROLS =
      List.of("prefer", "exclude", "strategy", "max_latency_ms", "extra", "models");

  private ClientBody() {}

  static ObjectNode read(HttpCall call) {
    return InvalidRequest.readJson(call.body(), body -> RawObject.parse(body).tree());
  }

  /** The same call with another body. */
  static HttpCall with(HttpCall call, ObjectNode body) {
    return call.with(RawObject.bytes(body));
  }

  static ObjectNode object() {
    return RawObject.EXACT.createObjectNode();
  }

  /** Copies what stands for the same in a chat request. */
  static void copy(ObjectNode from, ObjectNode to, List<String> names) {
    for (String name : names) {
      JsonNode value = from.get(name);
      if (value != null && !value.isNull()) {
        to.set(name, value);
      }
    }
  }

  static void copyControls(ObjectNode from, ObjectNode to) {
    copy(from, to, CONTROLS);
  }

  /** A stream reports its token counts: both protocols have them in their last events. */
  static void copyStream(ObjectNode from, ObjectNode to) {
    copy(from, to, List.of("stream"));
    if (from.path("stream").asBoolean(false)) {
      to.putObject("stream_options").put("include_usage", true);
    }
  }

  /** The model of the request under its resolved name; none when none was named. */
  static void copyModel(
      ObjectNode from, ObjectNode to, TranslatedFormat format, ModelAliases aliases) {
    JsonNode model = from.path("model");
    if (model.isTextual() && !model.textValue().isBlank()) {
      String resolved = aliases.resolve(model.textValue());
      format.asks(model.textValue(), resolved);
      to.put("model", resolved);
    } else if (!model.isMissingNode() && !model.isNull() && !model.isTextual()) {
      throw wrong("model", "a string");
    }
  }

  static InvalidRequest wrong(String where, String expected) {
    return new InvalidRequest(
        400, "Invalid '%s': %s is expected.".formatted(where, expected), where, "invalid_type");
  }

  static InvalidRequest unsupported(String where, String what) {
    return new InvalidRequest(
        400,
        "'%s': %s is not supported by this gateway.".formatted(where, what),
        where,
        "unsupported_value");
  }

  /** A JSON object that is sent as the text of another, as the arguments of a call are. */
  static String text(JsonNode json) {
    try {
      return RawObject.EXACT.writeValueAsString(json);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

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
              throw wrong(name, kind.expected);
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
      return Double.isFinite(number) && number == Math.rint(number);
    }
  }
}
