package sml.gateway.upstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.upstream.wire.ChunkReaderTest.CLOCK;
import static sml.gateway.upstream.wire.ChunkReaderTest.choice;
import static sml.gateway.upstream.wire.ChunkReaderTest.chunk;
import static sml.gateway.upstream.wire.ChunkReaderTest.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.json.JsonString;

/** Reasoning in the content of answers, the same whole and streamed however the stream is cut. */
class ReasoningSplitterTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a client gets of an answer. */
  private record Got(String content, String reasoning) {}

  private static String quoted(String text) {
    return new String(JsonString.quote(text), UTF_8);
  }

  private static ExpectedAnswer expected(Reasoning kind) {
    return new ExpectedAnswer(Pieces.offered("get"), "asked", kind);
  }

  private static Got whole(Reasoning kind, String text) throws IOException {
    String body =
        "{\"choices\":[{\"message\":{\"content\":%s},\"finish_reason\":\"stop\"}]}"
            .formatted(quoted(text));
    var reading = new WholeReader(expected(kind), CLOCK).read(body.getBytes(UTF_8));
    JsonNode message = JSON.readTree(((WholeReader.Whole) reading).json()).at("/choices/0/message");
    return new Got(
        message.path("content").asText(""), message.path("reasoning_content").asText(""));
  }

  private static Got streamed(ChunkReader reader, String text, Random cuts) {
    var content = new StringBuilder();
    var reasoning = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int end = Math.min(text.length(), at + 1 + cuts.nextInt(6));
      String piece = quoted(text.substring(at, end));
      gather(read(reader, chunk("{\"content\":" + piece + "}", "null")), content, reasoning);
      at = end;
    }
    gather(read(reader, chunk("{}", "\"stop\"")), content, reasoning);
    return new Got(content.toString(), reasoning.toString());
  }

  private static void gather(
      ChunkReader.Reading reading, StringBuilder content, StringBuilder reasoning) {
    if (reading instanceof ChunkReader.Piece piece) {
      JsonNode delta = choice(piece).path("delta");
      content.append(delta.path("content").asText(""));
      reasoning.append(delta.path("reasoning_content").asText(""));
    }
  }

  private static void assertBoth(Reasoning kind, String text, Got got) throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      var reader = new ChunkReader(expected(kind), CLOCK);
      assertThat(streamed(reader, text, new Random(seed))).as("streamed").isEqualTo(got);
    }
    assertThat(whole(kind, text)).as("whole").isEqualTo(got);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '#',
      value = {
        "<think>plan</think>Answer ; Answer ; plan",
        "<THINK>plan</Think>~~Answer ; Answer ; plan",
        "~ <thinking>plan</thinking>~Answer ; Answer ; plan",
        "<thought>plan</thought>Answer ; Answer ; plan",
        "<reason>plan</reason>Answer ; Answer ; plan",
        "<reasoning>plan</reasoning>Answer ; Answer ; plan",
        "[THINK]plan[/THINK]Answer ; Answer ; plan",
        "◁think▷คิดก่อน◁/think▷คำตอบ ; คำตอบ ; คิดก่อน",
        "<|channel|>analysis<|message|>plan<|end|><|start|>assistant<|channel|>final<|message|>A ;"
            + " A ; plan",
        "<|channel|>analysis<|message|>plan<|channel|>final<|message|>A ; A ; plan",
        "<think>a < b</thin or `</think>` so</think>c ; c ; a < b</thin or `</think>` so",
        "<think>a</think>b <think>c</think> d</think> ; b <think>c</think> d</think> ; a",
        "<think></think>A ; A ; ##",
      })
  void aTagOpensReasoningAsTheFirstThingOnce(String text, String content, String reasoning)
      throws IOException {
    assertBoth(Reasoning.TAGGED, text.replace('~', '\n'), new Got(content, reasoning));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What does </think> mean? It closes a block.",
        "Open <think> is a tag",
        "```\n<think>x</think>\n```",
        "`<think>` and `</think>`",
        "\"<think>a</think>\" is what it writes",
        "A list:\n- <think>\n- </think>\n",
        "<thinkpad> is no tag",
        "<th",
        " \n",
        "[THINKING] about it",
        "5 < 6 and 7 > 6",
        "ใช้ <think> แล้วปิดด้วย </think> เสมอ",
        "<|channel|>commentary to=functions.get",
      })
  void anywhereElseATagIsText(String text) throws IOException {
    assertBoth(Reasoning.TAGGED, text, new Got(text, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<think>a</think>b", "a</think>b", "[THINK]a[/THINK]b"})
  void whatIsAskedForRawStaysRaw(String text) throws IOException {
    assertBoth(Reasoning.RAW, text, new Got(text, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "plan</think>Answer | Answer | plan",
        "plan, `</think>` is a tag~</think>~~Answer </think> | Answer </think> | plan, `</think>`"
            + " is a tag~",
        "<think>plan</think>Answer | Answer | plan",
      })
  void aModelThatBeginsInsideItsReasoningIsClosedByATagAlone(
      String text, String content, String reasoning) throws IOException {
    assertBoth(
        Reasoning.OPENED_BY_PROMPT,
        text.replace('~', '\n'),
        new Got(content, reasoning.replace('~', '\n')));
  }

  @Test
  void whatWasTakenForReasoningAndNeverClosedIsTheAnswer() throws IOException {
    var reader = new ChunkReader(expected(Reasoning.OPENED_BY_PROMPT), CLOCK);
    String text = "Just an answer.";
    assertThat(streamed(reader, text, new Random(1)).content()).isEqualTo(text);
    assertThat(reader.sign()).isEqualTo(ReasoningSign.NEVER_CLOSED);
    assertThat(whole(Reasoning.OPENED_BY_PROMPT, text).content()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plan</think>Answer | CLOSED_UNOPENED",
        "คิดดู~</think>~~ตอบ | CLOSED_UNOPENED",
        "What does </think> mean? | NONE",
        "`</think>` | NONE",
        "Use <think>a</think> for it | NONE",
        "```~x~</think>~``` | NONE",
        "<think>a</think>b | NONE",
        "Answer | NONE",
      })
  void aStreamShowsHowItsModelBegins(String text, ReasoningSign sign) {
    for (int seed = 0; seed < 20; seed++) {
      var reader = new ChunkReader(expected(Reasoning.TAGGED), CLOCK);
      streamed(reader, text.replace('~', '\n'), new Random(seed));
      assertThat(reader.sign()).isEqualTo(sign);
    }
  }
}
