package sml.gateway.network;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP call as it arrived at the front server; the body of every exchange that enters a route.
 *
 * @param id request id, up to 20 alphanumerics, unique; also in the reply's headers
 * @param method upper-case HTTP method
 * @param path decoded path without the query, e.g. {@code /v1/models/groq/llama}
 * @param query parameters of the query string, decoded, first value wins
 * @param headers header values by lower-case name, first value wins
 * @param body the bytes of the body, empty when there is none
 * @param peer address of the client as text, never used as a key of memory
 * @param client the connection the answer goes to
 * @param startedNanos {@link System#nanoTime()} when the head was read
 */
public record HttpCall(
    String id,
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body,
    String peer,
    ClientConnection client,
    long startedNanos) {

  private static final double MOST_SECONDS = 86_400;

  /** Answers calls that are made inside the process by the routes that answer those of clients. */
  @FunctionalInterface
  public interface Handler {
    /** The reply of the route that owns the path, 404 when there is none; writes nothing. */
    HttpReply answer(HttpCall call);
  }

  /** The exchange property that keeps the call when a step has replaced the body. */
  public static final String PROPERTY = "sml.call";

  /** The same call with another body. */
  public HttpCall with(byte[] other) {
    return new HttpCall(id, method, path, query, headers, other, peer, client, startedNanos);
  }

  /** The same call of another client. */
  public HttpCall with(ClientConnection other) {
    return new HttpCall(id, method, path, query, headers, body, peer, other, startedNanos);
  }

  /** A call of our own, which no client waits for. */
  public static HttpCall inner(String id, String path, Map<String, String> headers, byte[] body) {
    return new HttpCall(
        id,
        "POST",
        path,
        Map.of(),
        headers,
        body,
        "",
        new ClientConnection.None(),
        System.nanoTime());
  }

  /** The header's value, or null when the client sent none. {@code name} is lower case. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** How long the client says that it waits for the whole reply, as the SDKs do, else null. */
  public @Nullable Duration timeBudget() {
    String seconds = header("x-stainless-timeout");
    if (seconds == null) {
      return null;
    }
    try {
      double value = Double.parseDouble(seconds);
      return value > 0 && value < MOST_SECONDS ? Duration.ofMillis((long) (value * 1000)) : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  /** What follows {@code prefix} in the path, e.g. the id in {@code /v1/models/{id}}. */
  public String pathAfter(String prefix) {
    return path.startsWith(prefix) ? path.substring(prefix.length()) : "";
  }
}
