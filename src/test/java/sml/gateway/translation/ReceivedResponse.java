package sml.gateway.translation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A response as a client of OpenAI's Responses puts it together; it is strict about the order. */
final class ReceivedResponse {
  final List<JsonNode> events;
  final Map<Integer, JsonNode> done = new TreeMap<>();
  private final Map<Integer, StringBuilder> said = new TreeMap<>();
  private final Map<Integer, String> ids = new TreeMap<>();

  ReceivedResponse(String body) {
    events = ReceivedMessage.events(body);
    assertThat(events.get(0).path("type").asText()).isEqualTo("response.created");
    assertThat(events.get(1).path("type").asText()).isEqualTo("response.in_progress");
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).path("sequence_number").asInt(-1)).isEqualTo(i);
    }
    events.subList(2, events.size()).forEach(this::take);
  }

  String last() {
    return events.getLast().path("type").asText();
  }

  JsonNode response() {
    return events.getLast().path("response");
  }

  private void take(JsonNode event) {
    String type = event.path("type").asText();
    int place = event.path("output_index").asInt(-1);
    if (event.has("item_id")) {
      assertThat(event.path("item_id").asText()).isEqualTo(ids.get(place));
      assertThat(done).as("an item that is done stays so").doesNotContainKey(place);
    }
    switch (type) {
      case "response.output_item.added" -> {
        assertThat(place).isEqualTo(ids.size());
        ids.put(place, event.at("/item/id").asText());
        said.put(place, new StringBuilder());
      }
      case "response.output_text.delta",
          "response.refusal.delta",
          "response.reasoning_summary_text.delta",
          "response.custom_tool_call_input.delta",
          "response.function_call_arguments.delta" ->
          said(place).append(event.path("delta").textValue());
      case "response.output_text.done", "response.reasoning_summary_text.done" ->
          assertThat(event.path("text").asText()).isEqualTo(said(place).toString());
      case "response.refusal.done" ->
          assertThat(event.path("refusal").asText()).isEqualTo(said(place).toString());
      case "response.custom_tool_call_input.done" ->
          assertThat(event.path("input").asText()).isEqualTo(said(place).toString());
      case "response.function_call_arguments.done" ->
          assertThat(event.path("arguments").asText()).isEqualTo(said(place).toString());
      case "response.output_item.done" -> done.put(place, event.path("item"));
      case "response.completed", "response.incomplete" ->
          assertThat(event.at("/response/output")).containsExactlyElementsOf(done.values());
      case "response.failed" -> {
        JsonNode output = event.at("/response/output");
        assertThat(output).hasSize(ids.size());
        done.forEach((at, item) -> assertThat(output.get(at)).isEqualTo(item));
      }
      default -> {}
    }
  }

  private StringBuilder said(int place) {
    return Objects.requireNonNull(
        said.get(place), "an item is added before anything is said of it");
  }

  static String text(Iterable<JsonNode> output) {
    return joined(output, "message", "/content/0/text");
  }

  static String reasoning(Iterable<JsonNode> output) {
    return joined(output, "reasoning", "/summary/0/text");
  }

  private static String joined(Iterable<JsonNode> output, String type, String path) {
    StringBuilder joined = new StringBuilder();
    for (JsonNode item : output) {
      if (item.path("type").asText().equals(type)) {
        joined.append(item.at(path).textValue());
      }
    }
    return joined.toString();
  }

  static List<AnswerScript.Call> calls(Iterable<JsonNode> output) {
    List<AnswerScript.Call> calls = new ArrayList<>();
    for (JsonNode item : output) {
      if (item.path("type").asText().equals("function_call")) {
        calls.add(
            new AnswerScript.Call(
                item.path("call_id").asText(),
                item.path("name").asText(),
                item.path("arguments").asText()));
      }
    }
    return calls;
  }
}
