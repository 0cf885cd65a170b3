package sml.gateway.upstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.upstream.wire.ChunkReaderTest.CLOCK;
import static sml.gateway.upstream.wire.ChunkReaderTest.choice;
import static sml.gateway.upstream.wire.ChunkReaderTest.chunk;
import static sml.gateway.upstream.wire.ChunkReaderTest.json;
import static sml.gateway.upstream.wire.ChunkReaderTest.piece;
import static sml.gateway.upstream.wire.ChunkReaderTest.read;
import static sml.gateway.upstream.wire.Pieces.offered;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.json.JsonString;

class TextRepairTest {
  @Test
  void thinkTagsNeverReachTheContentHoweverTheyAreCut() {
    String whole = "<think>สวัสดี a<b</think>\n\nHi < 5 and `<think>` <b>";
    for (int size = 1; size <= whole.length(); size++) {
      var out = stream(OfferedTools.NONE, whole, size);
      assertThat(out.content).as("size " + size).isEqualTo("Hi < 5 and `<think>` <b>");
      assertThat(out.reasoning).isEqualTo("สวัสดี a<b");
      assertThat(out.finish).isEqualTo("stop");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"name\":\"get\",\"arguments\":{\"c\":\"กรุง\"}}",
        "[{\"name\":\"get\",\"parameters\":{\"c\":\"กรุง\"}}]",
        "{\"function\":\"get\",\"args\":\"{\\\"c\\\":\\\"กรุง\\\"}\"}",
        "{\"type\":\"function\",\"function\":{\"name\":\"get\",\"arguments\":{\"c\":\"กรุง\"}}}",
        "{\"tool_calls\":[{\"function\":{\"name\":\"get\",\"arguments\":{\"c\":\"กรุง\"}}}]}",
        "<tool_call>{\"name\":\"get\",\"arguments\":{\"c\":\"กรุง\"}}</tool_call>",
        "<tool_call><function=get><parameter=c>กรุง</parameter></function></tool_call>",
        "<function=get>{\"c\":\"กรุง\"}</function>",
      })
  void aCallWrittenAsTextBecomesACallHoweverItIsCut(String written) {
    String whole = written.replace('~', '\n');
    for (int size = 1; size <= whole.length(); size++) {
      var out = stream(offered("get"), whole, size);
      assertThat(out.content).as("size " + size).isEmpty();
      assertThat(out.calls).containsExactly("0 get {\"c\":\"กรุง\"}");
      assertThat(out.finish).isEqualTo("tool_calls");
      assertThat(stream(offered("other"), whole, size).content).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"city\":\"x\"}",
        "{\"name\":\"get\"}",
        "[1] see there",
        "```python~x~```",
        "```json~{\"tool\":\"get\",\"input\":{\"c\":\"กรุง\"}}~```",
        "{\"name\":\"get\",\"arguments\":{",
        "<b>bold</b>",
        "{\"name\":\"get\",\"arguments\":[1]}",
        "<tool",
        "42",
      })
  void textThatIsNoCallComesThroughCompletely(String written) {
    String whole = written.replace('~', '\n');
    for (int size = 1; size <= whole.length(); size++) {
      assertThat(stream(offered("get"), whole, size).content).as("size " + size).isEqualTo(whole);
    }
  }

  @Test
  void textThatCannotBeACallFlowsAtOnce() {
    var offering =
        new ChunkReader(new ExpectedAnswer(offered("get"), "asked", Reasoning.TAGGED), CLOCK);
    assertThat(read(offering, chunk("{\"content\":\"{\\\"\"}", "null")))
        .isEqualTo(new ChunkReader.Nothing(true));
    assertThat(piece(offering, chunk("{\"content\":\"city\\\"\"}", "null")).chunk().content())
        .isEqualTo("{\"city\"");
    assertThat(piece(offering, chunk("{\"content\":\"{\"}", "null")).chunk().content())
        .isEqualTo("{");
  }

  @Test
  void whatWasHeldComesOutWhenTheStreamEndsWithoutAReason() {
    var offering =
        new ChunkReader(new ExpectedAnswer(offered("get"), "asked", Reasoning.TAGGED), CLOCK);
    read(offering, chunk("{\"content\":\"{\\\"name\\\":\"}", "null"));
    ChunkReader.Piece rest = Objects.requireNonNull(offering.end());
    assertThat(rest.chunk().content()).isEqualTo("{\"name\":");
    assertThat(json(rest).path("id").asText()).isEqualTo("c1");
    assertThat(offering.end()).isNull();
  }

  /** What a client gathers from a stream. */
  private static final class Gathered {
    String content = "";
    String reasoning = "";
    String finish = "";
    final List<String> calls = new ArrayList<>();
  }

  private static Gathered stream(OfferedTools tools, String text, int size) {
    var reader = new ChunkReader(new ExpectedAnswer(tools, "asked", Reasoning.TAGGED), CLOCK);
    var out = new Gathered();
    for (int at = 0; at < text.length(); at += size) {
      String piece = text.substring(at, Math.min(text.length(), at + size));
      gather(
          read(
              reader,
              chunk("{\"content\":" + new String(JsonString.quote(piece), UTF_8) + "}", "null")),
          out);
    }
    gather(read(reader, chunk("{}", "\"stop\"")), out);
    assertThat(reader.end()).isNull();
    return out;
  }

  private static void gather(ChunkReader.Reading reading, Gathered out) {
    if (reading instanceof ChunkReader.Piece piece) {
      JsonNode delta = choice(piece).path("delta");
      assertThat(delta.path("content").asText("")).isEqualTo(piece.chunk().content());
      out.content += delta.path("content").asText("");
      out.reasoning += delta.path("reasoning_content").asText("");
      out.finish += choice(piece).path("finish_reason").asText("");
      for (JsonNode call : delta.path("tool_calls")) {
        assertThat(call.path("id").asText()).startsWith("call_");
        out.calls.add(
            call.path("index").asInt()
                + " "
                + call.at("/function/name").asText()
                + " "
                + call.at("/function/arguments").asText());
      }
    }
  }
}
