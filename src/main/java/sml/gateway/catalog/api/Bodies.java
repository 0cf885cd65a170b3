package sml.gateway.catalog.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Call;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.HttpReply;
import sml.gateway.chat.RawObject;

/** JSON in and out of the catalogue's endpoints. */
@Component
final class Bodies {
  private static final int MOST_BYTES = 1_000_000;

  /** A NUL as JSON writes it; an escaped backslash before its u makes it text. */
  private static final Pattern NUL = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u0000");

  private final ObjectMapper json;

  Bodies(ObjectMapper json) {
    this.json = json;
  }

  ObjectNode read(Call call) {
    if (call.body().length > MOST_BYTES) {
      throw new InvalidRequest(413, "The body is longer than 1 MB.", null, "invalid_request");
    }
    try {
      if (json.readTree(call.body()) instanceof ObjectNode object) {
        requireStorable(object);
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new InvalidRequest("The body is not valid JSON: " + RawObject.flaw(e) + ".", null);
    } catch (IOException e) {
      throw new InvalidRequest("The body could not be read.", null);
    }
    throw new InvalidRequest("The body must be a JSON object.", null);
  }

  /** PostgreSQL stores no text with a NUL. */
  private static void requireStorable(ObjectNode body) {
    body.properties()
        .forEach(
            member -> {
              String value = member.getValue().toString();
              if (member.getKey().indexOf('\0') >= 0 || NUL.matcher(value).find()) {
                throw new InvalidRequest("The field holds a NUL character.", member.getKey());
              }
            });
  }

  /** A text field of the body. */
  static String text(ObjectNode body, String field) {
    JsonNode value = body.get(field);
    if (value == null || !value.isTextual()) {
      throw new InvalidRequest("`" + field + "` is required as a text.", field);
    }
    return value.asText().strip();
  }

  HttpReply reply(Object value) {
    try {
      return HttpReply.json(200, json.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  ObjectNode object() {
    return json.createObjectNode();
  }

  JsonNode tree(Object value) {
    return json.valueToTree(value);
  }
}
