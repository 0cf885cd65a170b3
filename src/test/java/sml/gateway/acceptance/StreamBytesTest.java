package sml.gateway.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** However an upstream's stream is cut into pieces, the client gets the same events. */
class StreamBytesTest {
  private static final String THAI = "สวัสดี ครับ 🙏🏽 ก็ได้ ✅";
  private static final String STREAM =
      """
      : waiting

      data: %1$s"choices":[],"prompt_filter_results":[]}

      data: %1$s"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

      :
      data:%1$s"choices":[{"index":0,"delta":{"content":"สวัสดี "}}]}

      event: message
      data: %1$s"choices":[{"index":0,"delta":{"content":"ครับ 🙏🏽 "}}]}

      data: %1$s"choices":[{"index":0,"delta":{"content":"ก็ได้ ✅"},"finish_reason":"stop"}]}

      data: %1$s"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}

      data: [DONE]

      """
          .formatted("{\"id\":\"x\",\"created\":1,\"model\":\"m\",");

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final PieceServer upstream = new PieceServer();

  @BeforeEach
  void register() {
    gateway.register("pieces", upstream.port(), "openai", List.of("m"));
  }

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", "/api/provider-catalog/pieces", "");
    upstream.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void aCutAtAnyByteChangesNothing(String lineEnd) {
    byte[] body = body(lineEnd);
    Heard uncut = heard(List.of(body));
    assertThat(uncut.text()).isEqualTo(THAI);
    assertThat(uncut.finishReasons()).containsExactly("stop");
    assertThat(uncut.usage().path("total_tokens").asInt()).isEqualTo(7);
    for (int at = 1; at < body.length; at++) {
      byte[] head = Arrays.copyOf(body, at);
      byte[] tail = Arrays.copyOfRange(body, at, body.length);
      assertThat(data(heard(List.of(head, tail)))).as("cut at byte %d", at).isEqualTo(data(uncut));
    }
  }

  @Test
  void piecesOfAnySizeChangeNothing() {
    byte[] body = body("\r\n");
    List<String> uncut = data(heard(List.of(body)));
    for (int size = 1; size <= 40; size++) {
      assertThat(data(heard(pieces(body, size)))).as("pieces of %d bytes", size).isEqualTo(uncut);
    }
  }

  @Test
  void theEndsOfLinesChangeNothing() {
    List<String> usual = data(heard(List.of(body("\n"))));
    assertThat(usual).last().isEqualTo("[DONE]");
    assertThat(data(heard(List.of(body("\r\n"))))).isEqualTo(usual);
    assertThat(data(heard(List.of(body("\r"))))).isEqualTo(usual);
  }

  private Heard heard(List<byte[]> pieces) {
    upstream.send(pieces);
    Heard heard = gateway.ask("pieces/m").streamed();
    assertThat(heard.clean()).isTrue();
    return heard;
  }

  private static List<String> data(Heard heard) {
    return heard.events().stream().map(Heard.Event::data).toList();
  }

  private static byte[] body(String lineEnd) {
    return STREAM.replace("\n", lineEnd).getBytes(UTF_8);
  }

  private static List<byte[]> pieces(byte[] body, int size) {
    return new ArrayList<>(
        IntStream.iterate(0, from -> from < body.length, from -> from + size)
            .mapToObj(from -> Arrays.copyOfRange(body, from, Math.min(from + size, body.length)))
            .toList());
  }
}
