package sml.gateway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An answer as a client received it.
 *
 * @param headers by lower-case name
 * @param body every byte of the body, as text
 * @param events of a stream, {@code [DONE]} included
 * @param comments lines of a stream that begin with a colon
 * @param clean the body ended as HTTP says it has to, so that the client takes it for whole
 */
public record Heard(
    int status,
    Map<String, String> headers,
    String body,
    List<Event> events,
    int comments,
    boolean clean,
    long startedNanos,
    long endedNanos) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One event and when its last byte was read, by {@link System#nanoTime}. */
  public record Event(String data, long atNanos) {
    /** Its data; missing for {@code [DONE]}. */
    public JsonNode json() {
      return data.startsWith("[DONE]") ? MissingNode.getInstance() : parse(data);
    }

    /** The piece of the answer it carries. */
    public String text() {
      return json().at("/choices/0/delta/content").asText("");
    }
  }

  /** The answer's text, joined. */
  public String text() {
    return events.isEmpty()
        ? json().at("/choices/0/message/content").asText("")
        : events.stream().map(Event::text).collect(Collectors.joining());
  }

  /** The body of an answer that is no stream; missing when it is no JSON. */
  public JsonNode json() {
    return body.startsWith("{") ? parse(body) : MissingNode.getInstance();
  }

  /** Every finish reason, in order. */
  public List<String> finishReasons() {
    return all().stream()
        .map(json -> json.at("/choices/0/finish_reason"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .toList();
  }

  /** The last reported counts; missing when there are none. */
  public JsonNode usage() {
    return all().stream()
        .map(json -> json.path("usage"))
        .filter(JsonNode::isObject)
        .reduce((first, second) -> second)
        .orElse(MissingNode.getInstance());
  }

  /** The models that chunks or the answer name; errors name none. */
  public Set<String> models() {
    return all().stream()
        .filter(json -> !json.has("error"))
        .map(json -> json.path("model").asText("(none)"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The error, in the body or in-band; null when none was. */
  public @Nullable JsonNode error() {
    return all().stream()
        .map(json -> json.get("error"))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** True when {@code [DONE]} was the last event. */
  public boolean done() {
    return !events.isEmpty() && events.getLast().data().equals("[DONE]");
  }

  /** From the request to the end. */
  public Duration took() {
    return Duration.ofNanos(endedNanos - startedNanos);
  }

  private List<JsonNode> all() {
    return events.isEmpty()
        ? List.of(json())
        : events.stream().map(Event::json).filter(JsonNode::isObject).toList();
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException notJson) {
      throw new UncheckedIOException(json, notJson);
    }
  }
}
