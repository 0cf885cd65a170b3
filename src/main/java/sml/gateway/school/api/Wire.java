package sml.gateway.school.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Call;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.HttpReply;

/** JSON and query parameters in, JSON out. */
@Component("schoolWire")
final class Wire {
  private static final int MOST_BYTES = 100_000;

  private final ObjectMapper json;

  Wire(ObjectMapper json) {
    this.json = json;
  }

  HttpReply reply(Object value) {
    try {
      return HttpReply.json(200, json.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpReply reply(Object value, String cacheControl) {
    HttpReply plain = reply(value);
    return new HttpReply(
        plain.status(),
        Map.of("content-type", "application/json", "cache-control", cacheControl),
        plain.content());
  }

  ObjectNode read(Call call) {
    if (call.body().length > MOST_BYTES) {
      throw new InvalidRequest(413, "The body is longer than 100 kB.", null, "invalid_request");
    }
    try {
      if (json.readTree(call.body()) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException malformed) {
      throw new InvalidRequest("The body is not valid JSON.", null);
    }
    throw new InvalidRequest("The body must be a JSON object.", null);
  }

  /** A query parameter; null when it is absent or empty. */
  static @Nullable String text(Call call, String name) {
    String value = call.query().get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** A query parameter that is 0, 1, true or false; null when it is absent. */
  static @Nullable Boolean flag(Call call, String name) {
    String value = text(call, name);
    return switch (value) {
      case null -> null;
      case "1", "true" -> true;
      case "0", "false" -> false;
      default -> throw new InvalidRequest("`" + name + "` must be 0 or 1.", name);
    };
  }

  /** A query parameter that is a whole number of at least 0; null when it is absent. */
  static @Nullable Integer number(Call call, String name) {
    String value = text(call, name);
    if (value == null) {
      return null;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException none) {
      // told below
    }
    throw new InvalidRequest("`" + name + "` must be a whole number from 0 to 2147483647.", name);
  }
}
