package sml.gateway.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.Encoded;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** Answers that an upstream has compressed reach the client as text. */
class CompressedAnswersTest {
  /** 64 MB of zeros, by Node. */
  private static final String BROTLI_BOMB =
      "y///P/gnAOKxQCD3/o///3/wTwDEYRGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIgDgsAdO//+P//"
          + "B/8EQBwWAOje//H//w/+CYA4LADQvf/L//8//BMAcVgAoHv/Bw==";

  private static final String EVENTS =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"สวัสดี\"}}]}\n\ndata: [DONE]\n\n";
  private static final String GZIP = "\r\nContent-Encoding: gzip";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final PieceServer upstream = new PieceServer();

  @BeforeEach
  void register() {
    gateway.register("zipped", upstream.port(), "openai", List.of("m"));
  }

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", "/api/provider-catalog/zipped", "");
    upstream.close();
  }

  private static byte[] zipped(String text) {
    return Encoded.gzip(text);
  }

  private static byte[] encoded(String coding, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return switch (coding) {
      case "zstd" -> Encoded.zstd(bytes);
      case "br" -> Encoded.brotli(bytes);
      case "deflate" -> Encoded.zlib(bytes);
      case "deflate, gzip" -> Encoded.gzip(Encoded.zlib(bytes));
      default -> Encoded.gzip(bytes);
    };
  }

  private static String coded(String statusAndType, String coding) {
    return "HTTP/1.1 " + statusAndType + "\r\nContent-Encoding: " + coding;
  }

  @Test
  void aWholeAnswerIsDecodedWithAndWithoutAHeaderThatSaysSo() {
    byte[] answer = zipped("{\"choices\":[{\"message\":{\"content\":\"สวัสดี\"}}]}");
    for (String header : List.of(GZIP, "")) {
      upstream.send("HTTP/1.1 200 OK\r\nContent-Type: application/json" + header, answer);
      assertThat(gateway.ask("zipped/m").whole().text()).isEqualTo("สวัสดี");
    }
  }

  @Test
  void aStreamIsDecoded() {
    upstream.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream" + GZIP, zipped(EVENTS));
    Heard heard = gateway.ask("zipped/m").streamed();
    assertThat(heard.text()).isEqualTo("สวัสดี");
    assertThat(heard.finishReasons()).containsExactly("stop");
  }

  @Test
  void theWordsOfARefusalAreDecoded() {
    byte[] refusal = zipped("{\"error\":{\"message\":\"temperature is too high\"}}");
    upstream.send("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json" + GZIP, refusal);
    Heard heard = gateway.ask("zipped/m").whole();
    assertThat(heard.status()).isEqualTo(400);
    assertThat(heard.body()).contains("temperature is too high");
  }

  @Test
  void aRefusalCountsEvenIfItsWordsCannotBeRead() {
    upstream.send("HTTP/1.1 401 Unauthorized\r\nContent-Encoding: br", new byte[] {11, 2, 3});
    Heard heard = gateway.ask("zipped/m").whole();
    assertThat(heard.body()).contains("401").doesNotContain("encoded as");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "X-GZIP", "deflate", "br", "zstd", "deflate, gzip"})
  void everyCodingOfAWholeAnswerIsDecoded(String coding) {
    String answer = "{\"choices\":[{\"message\":{\"content\":\"สวัสดี\"}}]}";
    upstream.send(
        coded("200 OK\r\nContent-Type: application/json", coding), encoded(coding, answer));
    assertThat(gateway.ask("zipped/m").whole().text()).isEqualTo("สวัสดี");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "deflate", "deflate, gzip"})
  void everyCodingThatCanBeReadAsItComesIsDecodedInAStream(String coding) {
    byte[] body = encoded(coding, EVENTS);
    upstream.send(coded("200 OK\r\nContent-Type: text/event-stream", coding), body);
    Heard heard = gateway.ask("zipped/m").streamed();
    assertThat(heard.text()).isEqualTo("สวัสดี");
    assertThat(heard.done()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd"})
  void aStreamThatCannotBeReadAsItComesFailsAndIsNamed(String coding) {
    byte[] body = encoded(coding, EVENTS);
    upstream.send(coded("200 OK\r\nContent-Type: text/event-stream", coding), body);
    Heard heard = gateway.ask("zipped/m").streamed();
    assertThat(heard.body())
        .contains("'" + coding + "'")
        .contains("stream")
        .doesNotContain("connection lost");
    assertThat(heard.text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
  void theWordsOfARefusalAreDecodedFromEveryCoding(String coding) {
    String refusal = "{\"error\":{\"message\":\"temperature is too high\"}}";
    upstream.send(
        coded("400 Bad Request\r\nContent-Type: application/json", coding),
        encoded(coding, refusal));
    assertThat(gateway.ask("zipped/m").whole().body()).contains("temperature is too high");
    Heard streamed = gateway.ask("zipped/m").streamed();
    assertThat(streamed.body()).contains("temperature is too high");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
  void anAnswerThatIsNotWhatItsHeaderSaysIsNamedAndNeverPassedOn(String coding) {
    upstream.send(
        coded("200 OK\r\nContent-Type: application/json", coding),
        "{\"choices\":[]}".getBytes(UTF_8));
    Heard whole = gateway.ask("zipped/m").whole();
    assertThat(whole.status()).isEqualTo(502);
    assertThat(whole.body()).contains("'" + coding + "'").doesNotContain("connection lost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
  void anAnswerThatInflatesBeyondTheLimitIsAFailure(String coding) {
    byte[] zeros = new byte[33 << 20];
    byte[] bomb =
        switch (coding) {
          case "gzip" -> Encoded.gzip(zeros);
          case "deflate" -> Encoded.zlib(zeros);
          case "zstd" -> Encoded.zstd(zeros);
          default -> Base64.getDecoder().decode(BROTLI_BOMB);
        };
    upstream.send(coded("200 OK\r\nContent-Type: application/json", coding), bomb);
    assertThat(gateway.ask("zipped/m").whole().body()).contains("more than 33554432 bytes");
  }

  @Test
  void nothingIsAskedForThatWouldHaveToBeDecoded() {
    var simulated = gateway.provider("plain");
    gateway.model("plain", "m", Behaviour.healthy());
    gateway.ask("plain/m").whole();
    gateway.ask("plain/m").streamed();
    assertThat(simulated.requests("m"))
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("accept-encoding"));
  }
}
