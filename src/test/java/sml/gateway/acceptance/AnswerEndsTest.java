package sml.gateway.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** How answers end, in events for a plain request, too. */
class AnswerEndsTest {
  private static final String EVENTS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream";
  private static final String JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json";
  private static final String HELLO =
      "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hel\"}}]}";
  private static final String REST =
      "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo ก็\"}}]}";
  private static final String STOP =
      "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
  private static final String USAGE =
      "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final PieceServer upstream = new PieceServer();

  @BeforeEach
  void register() {
    gateway.register("ends", upstream.port(), "openai", List.of("m"));
  }

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", "/api/provider-catalog/ends", "");
    upstream.close();
  }

  private void answers(String head, String... events) {
    var body = new StringBuilder();
    for (String event : events) {
      body.append("data: ").append(event).append("\n\n");
    }
    upstream.send(head, body.toString().getBytes(UTF_8));
  }

  private Heard whole() {
    return gateway.ask("ends/m").whole();
  }

  private Heard streamed() {
    return gateway.ask("ends/m").streamed();
  }

  @ParameterizedTest
  @ValueSource(strings = {EVENTS, JSON})
  void eventsForAPlainRequestAreJoined(String head) {
    answers(head, HELLO, REST, STOP, USAGE, "[DONE]");
    Heard heard = whole();
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.text()).isEqualTo("Hello ก็");
    assertThat(heard.finishReasons()).containsExactly("stop");
    assertThat(heard.usage().path("total_tokens").asInt()).isEqualTo(5);
    assertThat(heard.json().path("object").asText()).isEqualTo("chat.completion");
  }

  @Test
  void joinedEventsKeepReasoningCallsAndUnknownFields() {
    answers(
        EVENTS,
        "{\"x\":1,\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"pl\"}}]}",
        "{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"an\"}}]}",
        "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\","
            + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"p\\\":\"}}]}}]}",
        "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
            + "\"function\":{\"arguments\":\"1}\"}}]}}]}",
        "[DONE]");
    JsonNode answer = whole().json();
    JsonNode message = answer.at("/choices/0/message");
    assertThat(message.path("reasoning_content").asText()).isEqualTo("plan");
    assertThat(message.at("/tool_calls/0/function/arguments").asText()).isEqualTo("{\"p\":1}");
    assertThat(message.at("/tool_calls/0").has("index")).isFalse();
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(answer.path("x").asInt()).isEqualTo(1);
  }

  @Test
  void eventsForAPlainRequestThatBreakOffAreNoAnswer() {
    answers(EVENTS, HELLO);
    assertThat(whole().status()).isEqualTo(502);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"error\":{\"message\":\"it is overloaded\",\"code\":503}} | it is overloaded",
        "{\"choices\":null,\"base_resp\":{\"status_code\":1008,\"status_msg\":\"no balance\"}} | no"
            + " balance",
        "{\"choices\":[],\"code\":20050,\"msg\":\"model is off\"} | model is off",
        "{\"code\":\"1302\",\"success\":false,\"msg\":\"concurrency is too high\"} | concurrency is"
            + " too high",
        "{\"error_msg\":\"qps limit reached\",\"error_code\":18} | qps limit reached",
        "{\"object\":\"error\",\"message\":\"out of memory\"} | out of memory",
        "{\"detail\":\"queue is full\"} | queue is full",
      })
  void aStreamWithoutAChoiceFailsInTheProvidersWords(String event, String words) {
    answers(EVENTS, event, "[DONE]");
    for (Heard heard : List.of(streamed(), whole())) {
      assertThat(heard.status()).isGreaterThanOrEqualTo(400);
      assertThat(heard.body()).contains(words);
    }
    upstream.send(JSON, event.getBytes(UTF_8));
    for (Heard heard : List.of(streamed(), whole())) {
      assertThat(heard.status()).isGreaterThanOrEqualTo(400);
      assertThat(heard.body()).contains(words);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[]}",
        "{\"choices\":[],\"base_resp\":{\"status_code\":0,\"status_msg\":\"\"}}",
        "{}",
      })
  void aStreamWithoutAChoiceIsNeverAnEmptySuccess(String event) {
    answers(EVENTS, event, "[DONE]");
    assertThat(streamed().status()).isEqualTo(502);
    assertThat(whole().status()).isEqualTo(502);
  }

  @Test
  void anErrorAfterTheFinishReasonIsPassedOnWithTheCountsThatCameWithIt() {
    String late =
        "{\"error\":{\"message\":\"billing"
            + " failed\",\"type\":\"late\"},\"usage\":{\"prompt_tokens\":3,"
            + "\"completion_tokens\":2,\"total_tokens\":5}}";
    answers(EVENTS, HELLO, REST, STOP, late, "[DONE]");
    Heard heard = streamed();
    assertThat(heard.text()).isEqualTo("Hello ก็");
    assertThat(heard.finishReasons()).containsExactly("stop");
    assertThat(Objects.requireNonNull(heard.error()).path("message").asText())
        .isEqualTo("billing failed");
    assertThat(heard.usage().path("total_tokens").asInt()).isEqualTo(5);
    assertThat(heard.done()).isTrue();
    Heard plain = whole();
    assertThat(plain.text()).isEqualTo("Hello ก็");
    assertThat(plain.usage().path("total_tokens").asInt()).isEqualTo(5);
  }

  @Test
  void countsAfterALateErrorAreKeptToo() {
    answers(EVENTS, HELLO, STOP, "{\"error\":{\"message\":\"late\"}}", USAGE, "[DONE]");
    Heard heard = streamed();
    assertThat(heard.error()).isNotNull();
    assertThat(heard.usage().path("total_tokens").asInt()).isEqualTo(5);
    assertThat(heard.done()).isTrue();
  }
}
