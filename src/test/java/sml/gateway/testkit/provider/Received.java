package sml.gateway.testkit.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import sml.gateway.json.RawObject;

/**
 * A request as a simulated provider received it, and how it ended.
 *
 * @param model the requested model, empty when the request named none
 * @param number 1 for the first request of this model
 * @param headers by lower-case name, keys redacted
 * @param body as it came; empty when the provider does not keep bodies
 * @param startedNanos {@link System#nanoTime} when the request was read
 * @param endedNanos {@link System#nanoTime} when the answer was complete or the peer's leaving was
 *     noticed; 0 while running
 * @param events stream events that were sent whole
 */
public record Received(
    String model,
    int number,
    String path,
    Map<String, String> headers,
    byte[] body,
    long startedNanos,
    Outcome outcome,
    long endedNanos,
    int events) {

  /** How a request ended. */
  public enum Outcome {
    RUNNING,
    /** The answer, good or bad, was written to its end. */
    COMPLETED,
    /** The peer closed the connection before that. */
    ABORTED,
    /** The behaviour closed the connection. */
    BROKEN_OFF
  }

  /** The body as a tree; parsed at each call. */
  public JsonNode json() {
    try {
      return RawObject.EXACT.readTree(body);
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }

  /** The body as text. */
  public String text() {
    return new String(body, UTF_8);
  }

  /** From the request to its end; zero while running. */
  public Duration lasted() {
    return endedNanos == 0 ? Duration.ZERO : Duration.ofNanos(endedNanos - startedNanos);
  }

  Received ended(Outcome how, long atNanos, int sent) {
    return new Received(model, number, path, headers, body, startedNanos, how, atNanos, sent);
  }
}
