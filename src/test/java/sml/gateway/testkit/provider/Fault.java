package sml.gateway.testkit.provider;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One fault of an upstream. */
public sealed interface Fault {

  /** A fault in place of an answer. */
  sealed interface Instead extends Fault {}

  /** A fault during an answer; its position counts words of the text already sent. */
  sealed interface Midway extends Fault {}

  /** The providers whose refusals are known, and hosts of models that cannot call tools. */
  enum Strictness {
    NO_TOOLS,
    MISTRAL,
    GEMINI,
    GROQ,
    CEREBRAS,
    COHERE
  }

  /** Refuses what this provider refuses, in its own words; everything else is answered. */
  record Strict(Strictness whose) implements Fault {}

  /** The bodies in which providers wrap an error. */
  enum Shape {
    OPENAI,
    OPENROUTER,
    GEMINI,
    MISTRAL,
    COHERE,
    CEREBRAS,
    CLOUDFLARE,
    NIM,
    GITHUB,
    DETAIL,
    STRING,
    HTML,
    TEXT,
    EMPTY
  }

  /** How {@code Retry-After} is written: seconds, a header in milliseconds, or an HTTP date. */
  enum RetryForm {
    SECONDS,
    MILLISECONDS,
    DATE
  }

  /** A wait that an error answer asks for. */
  record Retry(RetryForm form, Duration after) {}

  /**
   * An error answer.
   *
   * @param code the error's code member; empty for null
   * @param headers further response headers
   */
  record Status(
      int status,
      Shape shape,
      String code,
      String message,
      @Nullable Retry retry,
      Map<String, String> headers)
      implements Instead {

    /** The same in another body. */
    public Status shape(Shape other) {
      return new Status(status, other, code, message, retry, headers);
    }

    /** The same with another {@code code}. */
    public Status code(String other) {
      return new Status(status, shape, other, message, retry, headers);
    }

    /** The same with another message. */
    public Status message(String other) {
      return new Status(status, shape, code, other, retry, headers);
    }

    /** The same with {@code Retry-After} in seconds. */
    public Status retryAfter(Duration after) {
      return retryAfter(RetryForm.SECONDS, after);
    }

    /** The same with a wait in this form. */
    public Status retryAfter(RetryForm form, Duration after) {
      return new Status(status, shape, code, message, new Retry(form, after), headers);
    }

    /** The same with one more header. */
    public Status header(String name, String value) {
      var more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Status(status, shape, code, message, retry, more);
    }
  }

  /** The connection is reset before a byte is sent. */
  record Reset() implements Instead {}

  /** The connection is closed in order before a byte is sent. */
  record Hangup() implements Instead {}

  /** The request is taken and nothing ever comes back. */
  record Silence() implements Instead {}

  /**
   * The connection is closed in order after a silence.
   *
   * @param head the head of an answer comes before the silence
   */
  record LateClose(Duration after, boolean head) implements Instead {}

  /** Answers of status 200 that are none. */
  enum Nonsense {
    HTML,
    EMPTY_BODY,
    TRUNCATED_JSON,
    NO_CHOICES,
    EMPTY_CONTENT,
    NULL_CONTENT,
    ERROR_OBJECT
  }

  /** A 200 without a usable answer. */
  record Malformed(Nonsense kind) implements Instead {}

  /** How a cut ends: closed in order, reset, or a proper last chunk with nothing more said. */
  enum Ending {
    CLOSE,
    RESET,
    QUIET_END
  }

  /** The answer ends after {@code words} words; a non-stream answer ends in half of its body. */
  record Cut(int words, Ending ending) implements Midway {}

  /** The answer stalls after {@code words} words and never continues. */
  record Stall(int words) implements Midway {}

  /** One event is broken JSON after {@code words} words; everything else is as it should be. */
  record BrokenEvent(int words) implements Midway {}

  /** An error event after {@code words} words ends the stream of a 200. */
  record ErrorEvent(int words) implements Midway {}

  /** The stream ends in order without {@code [DONE]}. */
  record NoDone() implements Midway {}

  /** No choice ever carries a finish reason. */
  record NoFinish() implements Midway {}

  /** An error answer in the OpenAI shape with the usual code and message for that status. */
  static Status status(int status) {
    return switch (status) {
      case 400 -> status(400, "invalid_request", "The request is not valid.");
      case 401 -> status(401, "invalid_api_key", "Incorrect API key provided.");
      case 404 -> status(404, "model_not_found", "The model does not exist.");
      case 429 -> status(429, "rate_limit_exceeded", "Rate limit reached for this model.");
      case 503 -> status(503, "overloaded", "The model is overloaded.");
      default -> status(status, "", "Simulated failure with status " + status + ".");
    };
  }

  /** An error answer in the OpenAI shape. */
  static Status status(int status, String code, String message) {
    return new Status(status, Shape.OPENAI, code, message, null, Map.of());
  }

  /** 400 {@code context_length_exceeded}. */
  static Status contextLength() {
    return status(
        400,
        "context_length_exceeded",
        "This model's maximum context length is 8192 tokens. Please reduce the messages.");
  }

  /** 400 {@code content_policy_violation}. */
  static Status contentPolicy() {
    return status(
        400, "content_policy_violation", "The request was refused by the content policy.");
  }

  /**
   * Refuses what the named provider refuses.
   *
   * @throws IllegalArgumentException for a provider whose refusals are not known
   */
  static Fault strict(String provider) {
    return new Strict(Strictness.valueOf(provider.toUpperCase(Locale.ROOT)));
  }

  static Fault reset() {
    return new Reset();
  }

  static Fault hangup() {
    return new Hangup();
  }

  static Fault silence() {
    return new Silence();
  }

  /** Nothing is sent, and after this time the connection is closed. */
  static Fault closeAfter(Duration silence) {
    return new LateClose(silence, false);
  }

  /** The head of an answer is sent, then nothing, and after this time the connection is closed. */
  static Fault headThenCloseAfter(Duration silence) {
    return new LateClose(silence, true);
  }

  static Fault malformed(Nonsense kind) {
    return new Malformed(kind);
  }

  /** The connection is closed after this many words, without the last chunk. */
  static Fault cutAfter(int words) {
    return new Cut(words, Ending.CLOSE);
  }

  static Fault cutAfter(int words, Ending ending) {
    return new Cut(words, ending);
  }

  static Fault stallAfter(int words) {
    return new Stall(words);
  }

  static Fault brokenEventAfter(int words) {
    return new BrokenEvent(words);
  }

  static Fault errorEventAfter(int words) {
    return new ErrorEvent(words);
  }

  static Fault noDone() {
    return new NoDone();
  }

  static Fault noFinish() {
    return new NoFinish();
  }
}
