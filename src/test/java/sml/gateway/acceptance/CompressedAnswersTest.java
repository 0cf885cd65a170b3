package sml.gateway.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** Answers that an upstream has compressed reach the client as text. */
class CompressedAnswersTest {
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

  private static byte[] zipped(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aWholeAnswerIsDecodedWithAndWithoutAHeaderThatSaysSo() throws IOException {
    byte[] answer = zipped("{\"choices\":[{\"message\":{\"content\":\"สวัสดี\"}}]}");
    for (String header : List.of(GZIP, "")) {
      upstream.send("HTTP/1.1 200 OK\r\nContent-Type: application/json" + header, answer);
      assertThat(gateway.ask("zipped/m").whole().text()).isEqualTo("สวัสดี");
    }
  }

  @Test
  void aStreamIsDecoded() throws IOException {
    String events =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"สวัสดี\"}}]}\n\n"
            + "data: [DONE]\n\n";
    upstream.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream" + GZIP, zipped(events));
    Heard heard = gateway.ask("zipped/m").streamed();
    assertThat(heard.text()).isEqualTo("สวัสดี");
    assertThat(heard.finishReasons()).containsExactly("stop");
  }

  @Test
  void theWordsOfARefusalAreDecoded() throws IOException {
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
}
