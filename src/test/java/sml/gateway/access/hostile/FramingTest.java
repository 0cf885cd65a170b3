package sml.gateway.access.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.access.hostile.Wire.Answer;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** Requests that two readers of HTTP might understand differently, and such that are none. */
class FramingTest {
  private static final String CHAT = "POST /v1/chat/completions";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Answer ask(String request) {
    return Wire.ask(gateway.port(), request);
  }

  private void isRefusedAndNothingAfterItIsRead(int status, String request) {
    try (var wire = new Wire(gateway.port())) {
      wire.send((request + Wire.head("GET /v1/models")).getBytes(ISO_8859_1));
      Answer answer = wire.hear();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.isEnvelope()).as(answer.toString()).isTrue();
      assertThat(wire.hear().status()).as("no second answer").isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Content-Length: 5",
        "Content-Length: 5|Content-Length: 6",
        "Content-Length: 5|Content-Length: 5",
        "Content-Length: 5, 5",
        "Content-Length: -5",
        "Content-Length: +5",
        "Content-Length: 0x5",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: \u000bchunked",
      })
  void whereABodyEndsIsCertainOrTheRequestIsRefused(String headers) {
    isRefusedAndNothingAfterItIsRead(
        400, Wire.head(CHAT, headers.replace("|", "\r\n")) + "0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\n\r\n",
        "ffffffffffffffff\r\n\r\n",
        "-1\r\n\r\n",
        "2\r\n{}{}\r\n0\r\n\r\n",
        "2\n{}\n0\n\n",
      })
  void aBodyInBrokenChunksIsRefused(String chunks) {
    isRefusedAndNothingAfterItIsRead(400, Wire.head(CHAT, "Transfer-Encoding: chunked") + chunks);
  }

  @Test
  void endlessChunkExtensionsAndTrailersAreRefused() {
    String chunked = Wire.head(CHAT, "Transfer-Encoding: chunked");
    isRefusedAndNothingAfterItIsRead(400, chunked + "2;" + "a".repeat(40_000) + "\r\n{}\r\n");
    isRefusedAndNothingAfterItIsRead(
        400, chunked + "2\r\n{}\r\n0\r\n" + "a: b\r\n".repeat(9_000) + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-A: b\rX-C: d",
        "X-A: b\nX-C: d\r",
        "X-A: b\0",
        "X A: b",
        ": b",
        "no colon",
        "X-A\0: b",
      })
  void aHeaderIsOneLineWithAName(String header) {
    isRefusedAndNothingAfterItIsRead(400, Wire.head(CHAT, header));
  }

  @Test
  void aFoldedHeaderIsOneValueAndNoSecondHeader() {
    assertThat(ask(Wire.head("GET /v1/models", "X-A: b\r\n  Origin: http://evil.example")).status())
        .isEqualTo(200);
    assertThat(ask("GET /v1/models HTTP/1.1\r\nHost: evil.example\r\n localhost\r\n\r\n").status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "9000, 1, 431",
    "1, 40000, 431",
    "300, 20, 200",
  })
  void aHeadHasABound(int headers, int length, int status) {
    var more = new StringBuilder();
    for (int i = 0; i < headers; i++) {
      more.append("X-").append(i).append(": ").append("a".repeat(length)).append("\r\n");
    }
    Answer answer = ask("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(status == 200 || answer.isEnvelope()).isTrue();
  }

  @Test
  void aUrlHasABound() {
    Answer answer = ask(Wire.head("GET /v1/" + "a".repeat(40_000)));
    assertThat(answer.status()).isEqualTo(414);
    assertThat(answer.isEnvelope()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "BREW, /v1/chat/completions, 405",
    "TRACE, /v1/chat/completions, 405",
    "TRACE, /actuator/health, 405",
    "BREW, /actuator/health, 405",
    "CONNECT, evil.example:443, 400",
    "OPTIONS, *, 400",
    "BREW, /nowhere, 404",
  })
  void anUnusualMethodDoesNothing(String method, String target, int status) {
    Answer answer = ask(Wire.head(method + " " + target, "X-Secret: echoed"));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("echoed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2.0", "HTTP/3.0", "HTTP/1.9", "HTTP/0.9"})
  void anotherVersionGets505(String version) {
    Answer answer = ask("GET /v1/models " + version + "\r\nHost: localhost\r\n\r\n");
    assertThat(answer.status()).isEqualTo(505);
    assertThat(answer.isEnvelope()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /v1/models\r\n\r\n", "\u0016\u0003\u0001 hello of TLS\r\n\r\n"})
  void whatIsNoHttpIsRefused(String bytes) {
    Answer answer = ask(bytes);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.isEnvelope()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/models", "/actuator/health", "/"})
  void noUpgradeSwitchesTheProtocol(String path) {
    String[] socket = {
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };
    assertThat(ask(Wire.head("GET " + path, socket)).status()).isEqualTo(200);
    String[] two = {"Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMA"};
    assertThat(ask(Wire.head("GET " + path, two)).status()).isEqualTo(200);
  }

  @Test
  void requestsSentAheadAreAnsweredInTheirOrder() {
    try (var wire = new Wire(gateway.port())) {
      String three =
          Wire.head("GET /v1/models")
              + Wire.post("POST", "/v1/chat/completions", "{}")
              + Wire.head("GET /nowhere");
      wire.send(three.getBytes(ISO_8859_1));
      assertThat(wire.hear().status()).isEqualTo(200);
      assertThat(wire.hear().status()).isEqualTo(400);
      assertThat(wire.hear().status()).isEqualTo(404);
    }
  }

  @Test
  void anOldClientIsServedAndItsConnectionClosed() {
    gateway.model("old-client", "m", Behaviour.healthy());
    String body =
        "{\"model\":\"old-client/m\",\"stream\":true,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    try (var wire = new Wire(gateway.port())) {
      String request =
          "POST /v1/chat/completions HTTP/1.0\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(body.length(), body);
      Answer answer = wire.send(request.getBytes(ISO_8859_1)).hearToTheEnd();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers()).doesNotContainKey("transfer-encoding");
      assertThat(answer.body()).startsWith("data: {").endsWith("data: [DONE]\n\n");
    }
  }
}
