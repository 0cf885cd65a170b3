package sml.gateway.translation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import sml.gateway.json.RawObject;

/** A message as a client of Anthropic's protocol puts it together; it is strict about the order. */
final class ReceivedMessage {
  final StringBuilder text = new StringBuilder();
  final StringBuilder thinking = new StringBuilder();
  final List<AnswerScript.Call> calls = new ArrayList<>();
  final List<JsonNode> events;
  String stopReason = "";
  boolean stopped;
  boolean failed;
  JsonNode usage = ClientBody.object();
  private String kind = "";
  private int blocks;
  private String callId = "";
  private String callName = "";
  private StringBuilder input = new StringBuilder();

  ReceivedMessage(String body) {
    events = events(body);
    assertThat(events.getFirst().path("type").asText()).isEqualTo("message_start");
    for (JsonNode event : events.subList(1, events.size())) {
      assertThat(stopped || failed).as("nothing follows the end").isFalse();
      take(event);
    }
  }

  /** The data of all events; each carries its type as its name too. */
  static List<JsonNode> events(String body) {
    List<JsonNode> events = new ArrayList<>();
    for (String event : body.split("\n\n")) {
      String[] lines = event.split("\n");
      assertThat(lines).as(event).hasSize(2);
      JsonNode data = parse(lines[1].substring("data: ".length()));
      assertThat(lines[0]).isEqualTo("event: " + data.path("type").asText());
      events.add(data);
    }
    return events;
  }

  static JsonNode parse(String json) {
    try {
      return RawObject.EXACT.readTree(json);
    } catch (IOException notJson) {
      throw new UncheckedIOException(json, notJson);
    }
  }

  private void take(JsonNode event) {
    switch (event.path("type").asText()) {
      case "content_block_start" -> start(event);
      case "content_block_delta" -> delta(event);
      case "content_block_stop" -> stop(event);
      case "message_delta" -> {
        assertThat(kind).as("all blocks are closed").isEmpty();
        stopReason = event.at("/delta/stop_reason").asText();
        usage = event.path("usage");
      }
      case "message_stop" -> stopped = true;
      case "error" -> failed = true;
      case "ping" -> {}
      default -> throw new AssertionError(event.toString());
    }
  }

  /** The calls, with one that has not come to its end. */
  List<AnswerScript.Call> begun() {
    List<AnswerScript.Call> begun = new ArrayList<>(calls);
    if (kind.equals("tool_use")) {
      begun.add(new AnswerScript.Call(callId, callName, input.toString()));
    }
    return begun;
  }

  private void start(JsonNode event) {
    assertThat(kind).as("one block at a time").isEmpty();
    assertThat(event.path("index").asInt(-1)).isEqualTo(blocks);
    kind = event.at("/content_block/type").asText();
    callId = event.at("/content_block/id").asText("");
    callName = event.at("/content_block/name").asText("");
    input = new StringBuilder();
  }

  private void delta(JsonNode event) {
    assertThat(event.path("index").asInt(-1)).isEqualTo(blocks);
    JsonNode delta = event.path("delta");
    switch (delta.path("type").asText()) {
      case "text_delta" -> piece("text", text, delta.path("text"));
      case "thinking_delta" -> piece("thinking", thinking, delta.path("thinking"));
      case "input_json_delta" -> piece("tool_use", input, delta.path("partial_json"));
      default -> throw new AssertionError(event.toString());
    }
  }

  private void piece(String of, StringBuilder to, JsonNode piece) {
    assertThat(kind).isEqualTo(of);
    to.append(piece.textValue());
  }

  private void stop(JsonNode event) {
    assertThat(event.path("index").asInt(-1)).isEqualTo(blocks);
    if (kind.equals("tool_use")) {
      calls.add(new AnswerScript.Call(callId, callName, input.toString()));
    }
    kind = "";
    blocks++;
  }
}
