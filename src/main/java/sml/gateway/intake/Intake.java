package sml.gateway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.chat.format.AnswerFormat;
import sml.gateway.chat.format.CompletionFormat;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;

/**
 * Admits a chat call: reads its body once and turns it into a valid chat request, or says what is
 * wrong.
 */
@Component("intake")
final class Intake {
  private static final String AUTO = "sml/auto";

  private final IntakeSettings settings;
  private final Clock clock;

  Intake(IntakeSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The chat request of a call.
   *
   * @param format how its answer is written, null for OpenAI's chat completions
   * @throws InvalidRequest naming the field that is wrong
   */
  public ChatRequest admit(@Body HttpCall call, @Variable("format") @Nullable AnswerFormat format) {
    ChatBodyReader reader = new ChatBodyReader();
    RawObject body = InvalidRequest.readJson(call.body(), bytes -> RawObject.parse(bytes, reader));
    reader.requireComplete();
    RoutingPreferences preferences = RoutingPreferencesReader.read(call, body, reader);
    return new ChatRequest(
        call,
        model(reader.model(), preferences),
        body,
        reader.profile(),
        preferences,
        clock.instant(),
        timeout(call),
        null,
        format == null ? CompletionFormat.CHAT : format);
  }

  /** A real model beside {@code models} goes first; alone, the chain decides. */
  private static String model(@Nullable String asked, RoutingPreferences preferences) {
    if (asked == null || asked.isBlank() || asked.equals("auto")) {
      return preferences.chain().isEmpty() ? AUTO : preferences.chain().getFirst();
    }
    return asked;
  }

  /** The SDKs say how long they wait; other clients get the default. */
  private Duration timeout(HttpCall call) {
    return Objects.requireNonNullElse(call.timeBudget(), settings.timeBudget());
  }

  /** A small JSON value of the body. */
  static @Nullable JsonNode node(RawObject body, String name) {
    try {
      return body.node(name);
    } catch (IOException alreadyParsedOnce) {
      throw new InvalidRequest("'" + name + "' could not be read.", name);
    }
  }
}
