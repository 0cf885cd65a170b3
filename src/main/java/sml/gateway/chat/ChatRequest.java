package sml.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.format.AnswerFormat;
import sml.gateway.chat.format.CompletionFormat;
import sml.gateway.json.RawObject;
import sml.gateway.network.Cancellation;
import sml.gateway.network.HttpCall;

/**
 * One admitted chat request, or one question of our own.
 *
 * @param model the model as the client named it; {@code sml/auto} when it named none
 * @param body the request body as it arrived
 * @param timeout how long the client waits in all, counted from {@code call.startedNanos}
 * @param purpose why we ask by ourselves, null for the request of a client
 * @param format how the answer is written for the client
 */
public record ChatRequest(
    HttpCall call,
    String model,
    RawObject body,
    RequestProfile profile,
    RoutingPreferences preferences,
    Instant receivedAt,
    Duration timeout,
    ProbeClient.@Nullable Purpose purpose,
    AnswerFormat format) {

  /** A request whose answer is written as a chat completion. */
  public ChatRequest(
      HttpCall call,
      String model,
      RawObject body,
      RequestProfile profile,
      RoutingPreferences preferences,
      Instant receivedAt,
      Duration timeout,
      ProbeClient.@Nullable Purpose purpose) {
    this(
        call,
        model,
        body,
        profile,
        preferences,
        receivedAt,
        timeout,
        purpose,
        CompletionFormat.CHAT);
  }

  /** The same request with another call. */
  public ChatRequest with(HttpCall other) {
    return new ChatRequest(
        other, model, body, profile, preferences, receivedAt, timeout, purpose, format);
  }

  /** The same request with another body. */
  public ChatRequest with(RawObject other) {
    return new ChatRequest(
        call, model, other, profile, preferences, receivedAt, timeout, purpose, format);
  }

  /** What the user has said last, the first text of it; null when that is no text. */
  public @Nullable String lastUserText() {
    try {
      JsonNode messages = body.node("messages");
      if (messages == null) {
        return null;
      }
      for (int at = messages.size() - 1; at >= 0; at--) {
        JsonNode message = messages.path(at);
        if (message.path("role").asText().equals("user")) {
          return text(message.path("content"));
        }
      }
      return null;
    } catch (IOException unreadable) {
      return null;
    }
  }

  private static @Nullable String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    for (JsonNode part : content) {
      if (part.path("text").isTextual()) {
        return part.path("text").textValue();
      }
    }
    return null;
  }

  /** The same request for a whole answer instead of a stream. */
  public ChatRequest whole() {
    if (!profile.stream()) {
      return this;
    }
    try {
      byte[] json = body.edit().remove("stream").remove("stream_options").toBytes();
      RawObject wholeBody = RawObject.parse(json);
      return new ChatRequest(
          call,
          model,
          wholeBody,
          profile.whole(),
          preferences,
          receivedAt,
          timeout,
          purpose,
          format);
    } catch (IOException parsedBefore) {
      throw new UncheckedIOException(parsedBefore);
    }
  }

  /** The request id. */
  public String id() {
    return call.id();
  }

  /** What the model is to do, by the endpoint that was called. */
  public Operation operation() {
    return Operation.of(call.path());
  }

  /** Milliseconds since the request arrived. */
  public long elapsedMs() {
    return (System.nanoTime() - call.startedNanos()) / 1_000_000;
  }

  /** Time left of the client's time budget; negative when it is over. */
  public Duration timeLeft() {
    return timeout.minusNanos(System.nanoTime() - call.startedNanos());
  }

  /** Waits unless the client leaves meanwhile; true when the time is over. */
  public boolean pause(Duration time) throws InterruptedException {
    var left = new CountDownLatch(1);
    try (var registered = disconnected().on(left::countDown)) {
      return !left.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** The switch that is thrown when the client leaves. */
  public Cancellation disconnected() {
    return call.client().disconnected();
  }

  /** What a request wants of a model, and where below its API root a provider does that. */
  public enum Operation {
    CHAT("/chat/completions", null),
    EMBEDDING("/embeddings", "data"),
    MODERATION("/moderations", "results"),
    IMAGE("/images/generations", "data"),
    SPEECH("/audio/speech", null),
    TRANSCRIPTION("/audio/transcriptions", null),
    TRANSLATION("/audio/translations", null);

    private static final String OURS = "/v1";

    private final String path;
    private final @Nullable String member;

    Operation(String path, @Nullable String member) {
      this.path = path;
      this.member = member;
    }

    /** The operation of one of our own paths; everything that is nothing else is a chat. */
    public static Operation of(String path) {
      if (path.startsWith(OURS)) {
        for (Operation operation : values()) {
          if (path.length() == OURS.length() + operation.path.length()
              && path.endsWith(operation.path)) {
            return operation;
          }
        }
      }
      return CHAT;
    }

    /** Where below the API root of a provider it is asked for. */
    public String path() {
      return path;
    }

    /** The member without which an answer is none, null when it may be text or other bytes. */
    public @Nullable String member() {
      return member;
    }
  }
}
