package sml.gateway.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.ChatRequestBuilder;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/**
 * Answers and events that are large by {@code sml.upstream.large-answer} come whole, one and
 * several at once; small enough for the heap of all tests. bench/large-answers plays them at full
 * size with a small heap.
 */
class LargeAnswerFlowTest {
  private static final int AT_ONCE = 3;
  private static final String LONG = "word ".repeat(220_000);
  private static final String TOOLS =
      """
      [{"type":"function","function":{"name":"write","parameters":{"type":"object"}}}]
      """;
  private static final String END =
      "data: {\"choices\":[{\"index\":0,\"delta\":{}}]}\n\ndata: [DONE]\n\n";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final PieceServer upstream = new PieceServer();

  @BeforeEach
  void register() {
    gateway.register("large", upstream.port(), "openai", List.of("m"));
  }

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", "/api/provider-catalog/large", "");
    upstream.close();
  }

  private static String event(String delta) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}\n\n";
  }

  private static String text() {
    return "{\"content\":\"" + LONG + "\"}";
  }

  private static String call() {
    return """
    {"tool_calls":[{"index":0,"id":"c","type":"function","function":\
    {"name":"write","arguments":"{\\"text\\":\\"%s\\"}"}}]}\
    """
        .formatted(LONG);
  }

  private void send(String type, String body) {
    upstream.send("HTTP/1.1 200 OK\r\nContent-Type: " + type, body.getBytes(UTF_8));
  }

  /** What each of several clients heard, in words that are short also when it is wrong. */
  private static List<String> seen(Callable<Heard> client, String text) throws Exception {
    List<String> seen = new ArrayList<>();
    for (Heard heard : atOnce(client)) {
      boolean whole = heard.text().equals(text) || heard.body().contains(text);
      String rest = whole ? "whole" : heard.text().length() + " characters, error " + heard.error();
      seen.add(heard.status() + " " + rest + " " + heard.finishReasons());
    }
    return seen;
  }

  private static List<Heard> atOnce(Callable<Heard> client) throws Exception {
    List<Heard> heard = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Heard>> answers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        answers.add(threads.submit(client));
      }
      for (Future<Heard> answer : answers) {
        heard.add(answer.get());
      }
    }
    return heard;
  }

  private ChatRequestBuilder ask() {
    return gateway.ask("large/m");
  }

  @Test
  void anEventOfText() throws Exception {
    send("text/event-stream", event(text()) + END);
    assertThat(seen(() -> ask().streamed(), LONG)).containsOnly("200 whole [stop]");
  }

  @Test
  void anEventInTheMiddleOfSmallOnes() throws Exception {
    String small = event("{\"content\":\"a\"}");
    send("text/event-stream", small + event(text()) + small + event(text()) + small + END);
    String expected = "a" + LONG + "a" + LONG + "a";
    assertThat(seen(() -> ask().streamed(), expected)).containsOnly("200 whole [stop]");
  }

  @Test
  void anEventOfAToolCall() throws Exception {
    send("text/event-stream", event(call()) + END);
    assertThat(seen(() -> ask().with("tools", TOOLS).streamed(), LONG))
        .containsOnly("200 whole [tool_calls]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWholeAnswer(boolean stream) throws Exception {
    send("application/json", "{\"choices\":[{\"message\":" + text() + "}]}");
    assertThat(seen(() -> stream ? ask().streamed() : ask().whole(), LONG))
        .containsOnly("200 whole [stop]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWholeAnswerWithEscapesAndAllKindsOfCharacters(boolean stream) throws Exception {
    String written = "\\\"a\\\\b\\n\\t\\u0e01\\ud83d\\ude00ก็é😀".repeat(30_000);
    String meant = "\"a\\b\n\tก😀ก็é😀".repeat(30_000);
    send("application/json", "{\"choices\":[{\"message\":{\"content\":\"" + written + "\"}}]}");
    Heard heard = stream ? ask().streamed() : ask().whole();
    assertThat(heard.text().equals(meant)).isTrue();
    assertThat(heard.finishReasons()).containsExactly("stop");
  }

  @Test
  void aClientThatLeavesInTheMiddleLetsTheOthersGoOn() throws Exception {
    send("text/event-stream", event(text()) + END);
    for (int i = 0; i < AT_ONCE; i++) {
      ask().open().close();
    }
    assertThat(seen(() -> ask().streamed(), LONG)).containsOnly("200 whole [stop]");
  }
}
