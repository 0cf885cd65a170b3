package sml.gateway.upstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReaderTest {
  private static final String BODY =
      """
      : hello

      event: ping

      data:{"a":"สวัสดี 🙂"}

      id: 4
      retry: 10
      event: note
      data: {"b":
      data:  1}

      data:

      event: error
      data: {"error":"x"}

      data: [DONE]
      """;

  private static final List<String> EVENTS =
      List.of("{\"a\":\"สวัสดี 🙂\"}", "{\"b\":  1}", "!{\"error\":\"x\"}", "[DONE]");

  @Test
  void everyLineEndAndEveryPieceSizeGivesTheSameEvents() throws IOException {
    for (String lineEnd : List.of("\n", "\r\n", "\r")) {
      byte[] body = BODY.replace("\n", lineEnd).getBytes(UTF_8);
      for (int size = 1; size <= 64; size++) {
        assertThat(read(new Pieces(body, size, size))).as("pieces of " + size).isEqualTo(EVENTS);
      }
      for (int cut = 1; cut < body.length; cut++) {
        assertThat(read(new Pieces(body, cut, body.length))).as("cut at " + cut).isEqualTo(EVENTS);
      }
    }
  }

  @Test
  void aMarkAndBlankLinesBeforeTheFirstEventDoNotMatter() throws IOException {
    assertThat(read(stream("\uFEFFdata: 1\n\n"))).containsExactly("1");
    assertThat(read(stream("\r\n\n\n  data: 1\n\n"))).containsExactly("1");
  }

  @Test
  void aBodyThatIsNoEventStreamComesWhole() throws IOException {
    assertThat(read(new Pieces("\n {\"a\":1}\n".getBytes(UTF_8), 1, 1)))
        .containsExactly("body {\"a\":1}\n");
    assertThat(read(stream("<html>"))).containsExactly("body <html>");
    assertThat(read(stream("[{\"error\":{}}]"))).containsExactly("body [{\"error\":{}}]");
  }

  @Test
  void aBodyOfTextHoldsNoEvent() throws IOException {
    assertThat(read(stream("upstream connect error"))).isEmpty();
    assertThat(read(stream(""))).isEmpty();
  }

  @Test
  void anEventLargerThanTheLimitIsRefused() {
    String large = "data: " + "x".repeat(200) + "\n\n";
    assertThatThrownBy(() -> new EventReader(stream(large), 100, 1000, () -> {}).next())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("100 bytes");
  }

  @Test
  void anEventLargerThanTheBufferComesComplete() throws IOException {
    String large = "x".repeat(100_000);
    assertThat(read(stream("data: " + large + "\n\ndata: 2\n\n"))).containsExactly(large, "2");
  }

  @Test
  void itIsReadyOnlyWhenACompleteEventHasArrived() throws IOException {
    var body = new Pieces("data: 1\n\ndata: 2\n\ndata: 3".getBytes(UTF_8), 22, 100);
    var reader = new EventReader(body, 100, 100, () -> {});
    assertThat(reader.ready()).isFalse();
    assertThat(reader.next()).isNotNull();
    assertThat(reader.ready()).isTrue();
    assertThat(reader.next()).isNotNull();
    assertThat(reader.ready()).isFalse();
    assertThat(reader.next()).isNotNull();
    assertThat(reader.next()).isNull();
    assertThat(reader.ready()).isTrue();
  }

  @Test
  void commentsAreSeenToArrive() throws IOException {
    int[] arrivals = {0};
    var body = new Pieces(": a\n\n: b\n\ndata: 1\n\n".getBytes(UTF_8), 5, 5);
    new EventReader(body, 100, 100, () -> arrivals[0]++).next();
    assertThat(arrivals[0]).isEqualTo(4);
  }

  private static InputStream stream(String body) {
    return new ByteArrayInputStream(body.getBytes(UTF_8));
  }

  private static List<String> read(InputStream body) throws IOException {
    var reader = new EventReader(body, 1 << 20, 1 << 20, () -> {});
    List<String> events = new ArrayList<>();
    for (var event = reader.next(); event != null; event = reader.next()) {
      events.add(
          switch (event) {
            case EventReader.Data(byte[] bytes, boolean error) ->
                (error ? "!" : "") + new String(bytes, UTF_8);
            case EventReader.Body(byte[] bytes) -> "body " + new String(bytes, UTF_8);
          });
    }
    return events;
  }
}
