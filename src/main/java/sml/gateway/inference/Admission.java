package sml.gateway.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.RequestProfile;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;

/** What all requests have in common that are no chats. */
@Component
final class Admission {
  private static final String AUTO = "sml/auto";

  private final InferenceSettings settings;
  private final Clock clock;

  Admission(InferenceSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** The request of a call whose body is JSON; {@code tokens} is the size of what it asks about. */
  ChatRequest request(HttpCall call, RawObject body, int tokens) {
    String model = text(body, "model");
    return request(call, body, model, tokens);
  }

  /** As {@link #request(HttpCall, RawObject, int)}, with the model that a form names. */
  ChatRequest request(HttpCall call, RawObject body, @Nullable String model, int tokens) {
    return new ChatRequest(
        call,
        model == null || model.isBlank() || model.equals("auto") ? AUTO : model,
        body,
        profile(tokens),
        RoutingPreferences.NONE,
        clock.instant(),
        Objects.requireNonNullElse(call.timeBudget(), settings.timeBudget()),
        null);
  }

  /** The body as a JSON object. */
  static RawObject object(HttpCall call) {
    return InvalidRequest.readJson(call.body(), RawObject::parse);
  }

  /** A member as a tree; null when it is absent or null. */
  static @Nullable JsonNode node(RawObject body, String name) {
    try {
      JsonNode node = body.node(name);
      return node == null || node.isNull() ? null : node;
    } catch (IOException parsedBefore) {
      throw new InvalidRequest("'" + name + "' could not be read.", name);
    }
  }

  /** A member that must be a text if it is there. */
  static @Nullable String text(RawObject body, String name) {
    JsonNode node = node(body, name);
    if (node != null && !node.isTextual()) {
      throw new InvalidRequest(
          400, "Invalid type for '" + name + "': expected a string.", name, "invalid_type");
    }
    return node == null ? null : node.textValue();
  }

  private static RequestProfile profile(int tokens) {
    return new RequestProfile(
        Category.GENERAL,
        false,
        false,
        false,
        null,
        false,
        false,
        tokens,
        0,
        false,
        false,
        RequestProfile.NO_SIGNS);
  }
}
