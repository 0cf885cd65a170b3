package sml.gateway.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.Conversation;
import sml.gateway.testkit.Encoded;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** Requests whose bodies a client has compressed. */
class CompressedRequestsTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final int TOO_MUCH = 40 << 20;

  @RegisterExtension final TestGateway gateway = new TestGateway();

  @BeforeEach
  void register() {
    gateway.model("squeezed", "m", Behaviour.healthy());
  }

  private static byte[] question(boolean stream) {
    return """
    {"model":"squeezed/m","stream":%s,"messages":[{"role":"user","content":"สวัสดี"}]}\
    """
        .formatted(stream)
        .getBytes(UTF_8);
  }

  private static byte[] encoded(String header, byte[] body) {
    byte[] encoded = body;
    for (String coding : header.toLowerCase(Locale.ROOT).split(", ?")) {
      encoded =
          switch (coding) {
            case "gzip", "x-gzip" -> Encoded.gzip(encoded);
            case "deflate" -> Encoded.zlib(encoded);
            case "zstd" -> Encoded.zstd(encoded);
            default -> encoded;
          };
    }
    return encoded;
  }

  private Heard post(String path, byte[] body, Map<String, String> headers) {
    try (Conversation open = gateway.client().open("POST", path, body, headers)) {
      return open.rest();
    }
  }

  private Heard post(byte[] body, String coding) {
    return post(CHAT, body, Map.of("Content-Encoding", coding));
  }

  private int asked() {
    return gateway.simulated("squeezed").requests("m").size();
  }

  private void assertRefused(Heard heard, int status, String named) {
    assertThat(heard.status()).isEqualTo(status);
    assertThat(heard.json().at("/error/message").asText()).contains(named);
    assertThat(heard.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
    assertThat(heard.headers()).containsKey("x-request-id");
    assertThat(asked()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "x-gzip",
        "GZIP",
        "deflate",
        "Deflate",
        "zstd",
        "identity",
        "deflate, gzip",
        "gzip,zstd",
        "identity, gzip"
      })
  void aBodyIsDecodedWholeAndStreamed(String coding) {
    Heard whole = post(encoded(coding, question(false)), coding);
    assertThat(whole.status()).as(whole.body()).isEqualTo(200);
    Heard streamed = post(encoded(coding, question(true)), coding);
    assertThat(streamed.done()).isTrue();
    assertThat(gateway.simulated("squeezed").requests("m"))
        .hasSize(2)
        .allSatisfy(
            request -> {
              assertThat(request.text()).contains("สวัสดี");
              assertThat(request.headers()).doesNotContainKey("content-encoding");
            });
  }

  @Test
  void deflateWithoutTheHeadOfZlibIsDecoded() {
    assertThat(post(Encoded.bareDeflate(question(false)), "deflate").status()).isEqualTo(200);
  }

  @Test
  void codingsMayComeInTwoHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Encoding", "deflate");
    headers.put("content-encoding", "gzip");
    byte[] body = encoded("deflate, gzip", question(false));
    assertThat(post(CHAT, body, headers).status()).isEqualTo(200);
  }

  @Test
  void everyEndpointThatReadsABodyDecodesIt() {
    byte[] row =
        """
        {"base_url":"http://127.0.0.1:9/v1","auth":{"scheme":"none"},"models":["x"]}\
        """
            .getBytes(UTF_8);
    Map<String, String> gzip = Map.of("Content-Encoding", "gzip");
    String path = "/api/provider-catalog/squeezed-row";
    try (Conversation put = gateway.client().open("PUT", path, Encoded.gzip(row), gzip)) {
      assertThat(put.rest().status()).isEqualTo(200);
    }
    assertThat(gateway.client().send("DELETE", path, "").status()).isLessThan(300);
    Heard level = post("/api/exam-config", Encoded.gzip("{\"level\":\"middle\"}"), gzip);
    assertThat(level.status()).as(level.body()).isEqualTo(200);
  }

  @Test
  void anErrorInADecodedBodyIsReportedAsUsual() {
    assertRefused(post(Encoded.gzip("{\"model\":"), "gzip"), 400, "JSON");
    assertRefused(post(Encoded.gzip("{\"model\":\"squeezed/m\"}"), "gzip"), 400, "messages");
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "compress", "aes128gcm", "utf-8", "gzip, br", "*"})
  void anUnknownCodingIsNamedAndTheAcceptedOnesAreListed(String coding) {
    Heard heard = post(question(false), coding);
    String name = coding.substring(coding.lastIndexOf(' ') + 1);
    assertRefused(heard, 415, "'" + name + "'");
    assertThat(heard.headers()).containsEntry("accept-encoding", "gzip, deflate, zstd");
    assertThat(heard.json().at("/error/message").asText()).contains("gzip, deflate, zstd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd", "gzip, deflate"})
  void brokenDataIsReportedWithItsHeader(String coding) {
    assertRefused(post(question(false), coding), 400, "Content-Encoding (" + coding + ")");
    byte[] whole = encoded(coding, question(false));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    assertRefused(post(half, coding), 400, "Content-Encoding (" + coding + ")");
  }

  @Test
  void aFrameOfZstdThatCannotBeDecodedHereIsNotSupported() {
    byte[] beginning = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0};
    assertRefused(post(beginning, "zstd"), 415, "zstd");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"gzip", "deflate", "zstd", "gzip, gzip", "deflate, zstd"})
  void aBombIsRefused(String coding) {
    assertRefused(post(encoded(coding, new byte[TOO_MUCH]), coding), 413, "Content-Encoding");
  }

  @Test
  void aRequestWithoutABodyIsNotDecoded() {
    Map<String, String> gzip = Map.of("Content-Encoding", "gzip");
    try (Conversation open = gateway.client().open("GET", "/v1/models", "", gzip)) {
      assertThat(open.rest().status()).isEqualTo(200);
    }
    assertThat(post(new byte[0], "br").status()).isEqualTo(400);
  }
}
