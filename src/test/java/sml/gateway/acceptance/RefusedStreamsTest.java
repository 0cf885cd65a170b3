package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** Providers that do not stream where the gateway would join a stream to a whole answer. */
class RefusedStreamsTest {
  private static final String ANSWER =
      """
      {"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
      "message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}\
      """;

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final StrictServer strict = new StrictServer();
  private final StrictServer other = new StrictServer();
  private final PieceServer plain = new PieceServer();

  @AfterEach
  void remove() {
    for (String name : List.of("strict", "other", "plain")) {
      gateway.client().send("DELETE", "/api/provider-catalog/" + name, "");
    }
    strict.close();
    other.close();
    plain.close();
  }

  private Heard hedged() {
    Heard heard = gateway.ask("sml/auto").with("prefer", "[\"strict\",\"plain\"]").whole();
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.text()).isEqualTo("ok");
    assertThat(heard.json().path("object").asText()).isEqualTo("chat.completion");
    return heard;
  }

  private void register() {
    gateway.register("strict", strict.port(), "openai", List.of("m"));
    // so that there is a hedge, though no other model answers
    other.rule(request -> new StrictServer.Refusal(503, "{\"error\":{\"message\":\"down\"}}"));
    gateway.register("other", other.port(), "openai", List.of("m"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 {'error':{'message':'Streaming is not supported for this model.'}}",
        "400 {'error':{'message':'Unsupported value: stream does not support true',"
            + "'param':'stream','code':'unsupported_value'}}",
        "422 {'detail':[{'type':'extra_forbidden','loc':['body','stream'],"
            + "'msg':'Extra inputs are not permitted'}]}",
        "501 {'error':{'message':'stream is not implemented'}}",
      })
  void aModelThatRefusesStreamsIsAskedAgainOnceAndWholeFromThenOn(String refusal) {
    int status = Integer.parseInt(refusal.substring(0, 3));
    strict.refuses("stream", status, refusal.substring(4).replace('\'', '"'));
    register();
    hedged();
    assertThat(strict.asked()).hasSize(2);
    assertThat(strict.asked().getFirst().path("stream").asBoolean()).isTrue();
    assertThat(strict.asked().getLast().has("stream")).isFalse();
    assertThat(strict.asked().getLast().has("stream_options")).isFalse();
    hedged();
    assertThat(strict.asked()).hasSize(3);
  }

  @Test
  void aModelThatRefusesOnlyTheOptionsIsStillAskedForAStream() {
    strict.refuses("stream_options", 400, "{\"message\":\"stream_options is not supported\"}");
    register();
    hedged();
    assertThat(strict.asked()).hasSize(2);
    assertThat(strict.asked().getLast().path("stream").asBoolean()).isTrue();
  }

  @Test
  void oneBodyInThePlaceOfEventsIsTheAnswer() {
    plain.send(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json",
        ANSWER.getBytes(StandardCharsets.UTF_8));
    gateway.register("plain", plain.port(), "openai", List.of("m"));
    register();
    strict.refuses("model", 503, "{\"error\":{\"message\":\"down\"}}");
    Heard heard = hedged();
    assertThat(heard.usage().path("total_tokens").asInt()).isEqualTo(4);
    assertThat(plain.requests()).hasSize(1);
    assertThat(plain.requests().getFirst()).contains("\"stream\":true");
  }

  @Test
  void aChainThatTheClientNamedIsAskedForWholeAnswers() {
    register();
    Heard heard = gateway.ask("other/m", "strict/m").whole();
    assertThat(heard.text()).isEqualTo("ok");
    assertThat(strict.asked().getFirst().has("stream")).isFalse();
  }
}
