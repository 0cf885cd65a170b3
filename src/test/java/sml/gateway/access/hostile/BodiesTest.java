package sml.gateway.access.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.access.hostile.Wire.Answer;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** Bodies that are too large, too deep, or not what they should be. */
class BodiesTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final int DEPTH = 10_000;
  private static final int LARGE = 65 << 20;

  /** They take no body and begin long work; the others are tried all. */
  private static final Set<String> WITHOUT_BODY = Set.of("/api/worker", "/api/exam-reset");

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Answer post(String path, String body) {
    return Wire.ask(gateway.port(), Wire.post("POST", path, body));
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, "/api/setup"})
  void aBodyOf65MegabytesIsRefusedBeforeItIsSent(String path) {
    try (var wire = new Wire(gateway.port())) {
      wire.send(Wire.head("POST " + path, "Content-Length: " + LARGE).getBytes(ISO_8859_1));
      Answer answer = wire.hear();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("request_too_large");
      assertThat(answer.isEnvelope()).isTrue();
    }
  }

  @Test
  void aBodyOfUntoldLengthIsRefusedAtTheLimit() {
    try (var wire = new Wire(gateway.port())) {
      wire.send(Wire.head("POST " + CHAT, "Transfer-Encoding: chunked").getBytes(ISO_8859_1));
      byte[] megabyte = ("100000\r\n" + " ".repeat(1 << 20) + "\r\n").getBytes(ISO_8859_1);
      for (int i = 0; i < 33; i++) {
        wire.send(megabyte);
      }
      // no more is sent, and no last chunk
      assertThat(wire.hear().status()).isEqualTo(413);
    }
  }

  @Test
  void aBodyForTheConsoleIsSmall() {
    String jolokia = "/actuator/jolokia";
    String body = "{\"type\":\"version\",\"x\":\"" + "a".repeat(1 << 20) + "\"}";
    assertThat(post(jolokia, body).status()).isEqualTo(413);
    assertThat(post(jolokia, "[".repeat(DEPTH) + "]".repeat(DEPTH)).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void nestingTenThousandDeepOverflowsNothing(String open) {
    String deep = "{\"model\":\"m\",\"messages\":" + open.repeat(DEPTH);
    assertThat(Calls.changing(gateway))
        .filteredOn(call -> !WITHOUT_BODY.contains(call.path()))
        .allSatisfy(
            call -> {
              Answer answer = Wire.ask(gateway.port(), Wire.post(call.method(), call.path(), deep));
              assertThat(answer.status()).as("%s: %s", call, answer).isNotIn(0, 500, 502, 503);
              assertThat(answer.status() < 400 || answer.isEnvelopeOf(call.path()))
                  .as("%s: %s", call, answer)
                  .isTrue();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/chat/completions",
    "POST, /api/setup",
    "POST, /api/setup/test",
    "PUT, /api/provider-catalog/x",
  })
  void nestingTooDeepIsRefusedWithAReason(String method, String path) {
    String deep = "{\"x\":" + "[".repeat(DEPTH) + "]".repeat(DEPTH) + "}";
    Answer answer = Wire.ask(gateway.port(), Wire.post(method, path, deep));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("nested deeper than 1000");
    assertThat(answer.isEnvelope()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_tokens", "temperature", "seed", "max_latency_ms", "n"})
  void aNumberOfAMillionDigitsIsRefused(String field) {
    String digits = "9".repeat(1_000_000);
    Answer answer =
        post(
            CHAT,
            "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"%s\":%s}"
                .formatted(field, digits));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.isEnvelope()).isTrue();
  }

  @Test
  void anExponentBeyondReasonIsNoWork() {
    gateway.model("large-numbers", "m", Behaviour.healthy());
    Answer answer =
        post(
            CHAT,
            "{\"model\":\"large-numbers/m\",\"max_latency_ms\":1e999999999,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("max_latency_ms");
  }

  @Test
  void hugeListsAreReadOnce() {
    String many = "{\"model\":\"unknown/m\",\"messages\":[" + "1,".repeat(1_000_000) + "1]}";
    assertThat(post(CHAT, many).status()).isEqualTo(400);
    String empty = "{\"model\":\"unknown/m\",\"messages\":[]}";
    assertThat(post(CHAT, empty).status()).isEqualTo(400);
    gateway.model("patient", "m", Behaviour.healthy());
    String parts =
        "{\"model\":\"patient/m\",\"messages\":[{\"role\":\"user\",\"content\":["
            + "{\"type\":\"text\",\"text\":\"\"},".repeat(100_000)
            + "{\"type\":\"text\",\"text\":\"x\"}]}]}";
    // read and passed on; it is the provider's small context that refuses it
    assertThat(post(CHAT, parts).body()).contains("context_length_exceeded");
    assertThat(gateway.simulated("patient").count("m")).isEqualTo(1);
  }

  @Test
  void aNulIsRefusedWhereTextIsStored() {
    String body = "{\"base_url\":\"http://127.0.0.1:1/v1\",\"label\":\"a\\u0000b\"}";
    Answer answer = Wire.ask(gateway.port(), Wire.post("PUT", "/api/provider-catalog/nul", body));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("\"label\"");
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"\u00ff\u00fe\"}]}";
    String request = Wire.head("POST " + CHAT, "Content-Length: " + body.length()) + body;
    Answer answer = Wire.ask(gateway.port(), request);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("UTF-8");
  }

  @Test
  void anImageIsNeverFetched() throws Exception {
    var fetches = new AtomicInteger();
    HttpServer images = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    images.createContext(
        "/",
        exchange -> {
          fetches.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    images.start();
    try {
      gateway.model("sees", "m", Behaviour.healthy());
      String url = "http://127.0.0.1:" + images.getAddress().getPort() + "/latest/meta-data";
      Answer answer =
          post(
              CHAT,
              "{\"model\":\"sees/m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
                  + "\"image_url\",\"image_url\":{\"url\":\""
                  + url
                  + "\"}}]}]}");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(gateway.simulated("sees").requests("m").getLast().json().toString()).contains(url);
      assertThat(fetches).hasValue(0);
    } finally {
      images.stop(0);
    }
  }
}
