package sml.gateway.catalog.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Call;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.HttpReply;

/** JSON in and out of the catalogue's endpoints. */
@Component
final class Bodies {
  private static final int MOST_BYTES = 1_000_000;

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
        return object;
      }
    } catch (IOException e) {
      throw new InvalidRequest("The body is not valid JSON.", null);
    }
    throw new InvalidRequest("The body must be a JSON object.", null);
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
