package sml.gateway.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;

/** The body of a call that takes several chats; says which field is wrong. */
record ChatBody(ObjectNode json) {

  /** The body of a call, whose {@code messages} are there. */
  static ChatBody of(HttpCall call) {
    var body =
        new ChatBody(InvalidRequest.readJson(call.body(), json -> RawObject.parse(json).tree()));
    body.requireMessages();
    return body;
  }

  private void requireMessages() {
    JsonNode messages = json.get("messages");
    if (messages == null || messages.isNull()) {
      throw InvalidRequest.missing("messages");
    }
    if (!messages.isArray() || messages.isEmpty()) {
      throw InvalidRequest.value("messages", "a non-empty array is expected");
    }
  }

  /** A whole number within bounds, or {@code usual} when it is absent. */
  int number(String name, int usual, int least, int most) {
    JsonNode node = json.get(name);
    if (node == null || node.isNull()) {
      return usual;
    }
    if (!node.canConvertToInt() || !node.isNumber() || node.intValue() != node.doubleValue()) {
      throw InvalidRequest.value(name, "a whole number is expected");
    }
    if (node.intValue() < least || node.intValue() > most) {
      throw InvalidRequest.value(name, "a number from " + least + " to " + most + " is expected");
    }
    return node.intValue();
  }

  /** A member that is there and not null, else null. */
  @Nullable JsonNode node(String name) {
    JsonNode node = json.get(name);
    return node == null || node.isNull() ? null : node;
  }
}
