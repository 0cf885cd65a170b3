package sml.gateway.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.json.RawObject;
import sml.gateway.testkit.ChatRequestBuilder;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Received;

/** A model that gives one id to two calls gets it back; other models and clients see two ids. */
class CallIdsTest {
  private static final String TOOLS = "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
  private static final String TWO =
      "[{\"index\":0,\"id\":\"functions.f:0\",\"type\":\"function\",\"function\":{\"name\":\"f\","
          + "\"arguments\":\"{}\"}},{\"index\":1,\"id\":\"functions.f:0\",\"type\":\"function\","
          + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final PieceServer upstream = new PieceServer();

  @BeforeEach
  void register() {
    gateway.register("kimi", upstream.port(), "openai", List.of("m"));
    gateway.model("other", "m", Behaviour.healthy());
  }

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", "/api/provider-catalog/kimi", "");
    upstream.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anIdUsedTwiceIsSentBackToTheModelThatUsedIt(boolean stream) throws IOException {
    String body =
        stream
            ? "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":"
                + TWO
                + "}}]}\n\n"
                + "data: [DONE]\n\n"
            : "{\"choices\":[{\"message\":{\"tool_calls\":" + TWO + "}}]}";
    String type = stream ? "text/event-stream" : "application/json";
    upstream.send("HTTP/1.1 200 OK\r\nContent-Type: " + type, body.getBytes(UTF_8));
    ChatRequestBuilder chatRequestBuilder = gateway.ask("kimi/m").with("tools", TOOLS);
    List<String> ids = ids(stream ? chatRequestBuilder.streamed() : chatRequestBuilder.whole());
    assertThat(ids).hasSize(2).doesNotHaveDuplicates().startsWith("functions.f:0");

    String next = next(ids);
    gateway.ask("kimi/m").with("tools", TOOLS).with("messages", next).whole();
    assertThat(sentIds(tree(upstream.requests().getLast())))
        .containsExactly("functions.f:0", "functions.f:0", "functions.f:0", "functions.f:0");

    gateway.ask("other/m").with("tools", TOOLS).with("messages", next).whole();
    Received received = gateway.simulated("other").requests().getLast();
    assertThat(sentIds(received.json()))
        .containsExactly(ids.get(0), ids.get(1), ids.get(0), ids.get(1));
  }

  private static String next(List<String> ids) {
    String call =
        "{\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
    String answer = ",{\"role\":\"tool\",\"tool_call_id\":\"%s\",\"content\":\"1\"}";
    return "[{\"role\":\"user\",\"content\":\"go\"},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
        + call.formatted(ids.get(0))
        + ","
        + call.formatted(ids.get(1))
        + "]}"
        + answer.formatted(ids.get(0))
        + answer.formatted(ids.get(1))
        + "]";
  }

  private static List<String> ids(Heard heard) {
    List<JsonNode> messages =
        heard.events().isEmpty()
            ? List.of(heard.json().at("/choices/0/message"))
            : heard.events().stream().map(event -> event.json().at("/choices/0/delta")).toList();
    List<String> ids = new ArrayList<>();
    for (JsonNode message : messages) {
      for (JsonNode call : message.path("tool_calls")) {
        if (call.has("id")) {
          ids.add(call.path("id").asText());
        }
      }
    }
    return ids;
  }

  private static List<String> sentIds(JsonNode request) {
    List<String> ids = new ArrayList<>();
    for (JsonNode message : request.path("messages")) {
      message.path("tool_calls").forEach(call -> ids.add(call.path("id").asText()));
      if (message.has("tool_call_id")) {
        ids.add(message.path("tool_call_id").asText());
      }
    }
    return ids;
  }

  private static JsonNode tree(String json) throws IOException {
    return Objects.requireNonNull(RawObject.EXACT.readTree(json));
  }
}
