package sml.gateway.upstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Usage;
import sml.gateway.json.RawObject;

class WholeReaderTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
  private static final String SOUND =
      "{\"id\":\"c1\", \"object\":\"chat.completion\",\"created\":7,\"model\":\"m\",\"choices\":"
          + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"สวัสดี 🙂\"},"
          + "\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,"
          + "\"completion_tokens\":2,\"total_tokens\":3},\"x\":1.50}";

  private final WholeReader reader =
      new WholeReader(new ExpectedAnswer(Pieces.offered("get"), "asked", Reasoning.TAGGED), CLOCK);

  @Test
  void aSoundAnswerPassesByteForByteAlsoBehindBlankLines() {
    var expected = new Usage(1, 2, 3);
    for (String before : List.of("", "\n\n \r\n", "\uFEFF")) {
      WholeReader.Whole whole = whole(before + SOUND);
      assertThat(new String(whole.json(), UTF_8)).isEqualTo(SOUND);
      assertThat(whole.usage()).isEqualTo(expected);
      assertThat(whole.text()).isEqualTo("สวัสดี 🙂");
      assertThat(whole.finishReason()).isEqualTo("stop");
      assertThat(whole.hasContent()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n",
        "<html>502</html>",
        "upstream error",
        "{\"choices\":[{\"mess",
        "{}",
        "[]",
        "{\"choices\":[]}",
        "{\"choices\":null}",
        "{\"choices\":[{\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"network_error\"}]}",
        "{\"choices\":[{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"f\","
            + "\"arguments\":\"{oops\"}}]},\"finish_reason\":\"tool_calls\"}]}"
      })
  void whatIsNoAnswerIsBroken(String body) {
    assertThat(read(body)).isInstanceOf(WholeReader.Broken.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"error\":{\"message\":\"x\",\"code\":429}} | RATE_LIMITED",
        "[{\"error\":{\"message\":\"x\",\"code\":503}}] | TRANSIENT",
        "{\"error\":\"x\",\"choices\":[]} | FAULT",
        "{\"detail\":\"x\"} | FAULT",
      })
  void anErrorInAGoodAnswerIsARefusal(String body, Refusal.Kind kind) {
    assertThat(read(body))
        .isInstanceOfSatisfying(
            WholeReader.Refused.class,
            refused -> assertThat(refused.refusal().kind()).isEqualTo(kind));
  }

  @ParameterizedTest
  @CsvSource({"UTC, PT16H", "America/Los_Angeles, PT24H", "Asia/Bangkok, PT9H", "rolling, PT24H"})
  void aQuotaThatIsUsedUpEndsByTheCalendarOfItsProvider(String quotas, Duration wait) {
    String error =
        "{\"error\":{\"message\":\"All free requests per day are used up.\",\"code\":429}}";
    var expectedAnswer =
        new ExpectedAnswer(OfferedTools.NONE, "asked", Reasoning.RAW, QuotaCalendar.of(quotas));
    for (String body : List.of(error, "[" + error + "]", "data: " + error + "\n\n")) {
      assertThat(new WholeReader(expectedAnswer, CLOCK).read(body.getBytes(UTF_8)))
          .isInstanceOfSatisfying(
              WholeReader.Refused.class,
              refused -> assertThat(refused.refusal().retryAfter()).isEqualTo(wait));
    }
    var event = new EventReader.Data(error.getBytes(UTF_8), true);
    for (ExpectedAnswer same :
        List.of(expectedAnswer, expectedAnswer.with(Reasoning.TAGGED), expectedAnswer.repaired())) {
      assertThat(new ChunkReader(same, CLOCK).read(event))
          .isInstanceOfSatisfying(
              ChunkReader.Failed.class,
              failed -> assertThat(failed.refusal().retryAfter()).isEqualTo(wait));
    }
  }

  @Test
  void whatIsMissingIsFilledButUsageIsNotInvented() {
    JsonNode json = json(whole("{\"choices\":[{\"message\":{\"content\":\"a\"}}]}"));
    assertThat(json.path("id").asText()).startsWith("chatcmpl-");
    assertThat(json.path("object").asText()).isEqualTo("chat.completion");
    assertThat(json.path("created").asLong()).isEqualTo(1_800_000_000);
    assertThat(json.path("model").asText()).isEqualTo("asked");
    assertThat(json.has("usage")).isFalse();
    assertThat(json.at("/choices/0/index").asInt(-1)).isZero();
    assertThat(json.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(json.at("/choices/0/message/role").asText()).isEqualTo("assistant");
  }

  @Test
  void aFilteredAnswerGetsAnEmptyMessageAndCounts() {
    WholeReader.Whole whole = whole("{\"choices\":[{\"finish_reason\":\"content_filter\"}]}");
    assertThat(json(whole).at("/choices/0/message/content").isNull()).isTrue();
    assertThat(whole.hasContent()).isTrue();
  }

  @Test
  void anEmptyAnswerHasNoContent() {
    assertThat(whole(message("{\"content\":\"\"}", "length")).hasContent()).isFalse();
    assertThat(whole(message("{\"content\":\"5\"}", "stop")).hasContent()).isTrue();
    assertThat(whole(message("{\"reasoning\":\"x\"}", "stop")).hasContent()).isTrue();
    assertThat(whole(message("{\"refusal\":\"x\"}", "stop")).hasContent()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "\"<think>a</think>\\n\\nb\" | b | a",
        "\"a</think>b\" | b | a",
        "\"use `<think>` here\" | use `<think>` here | ##",
        "[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"a\"}]},{\"type\":\"text\",\"text\":\"b\"}]"
            + " | b | a",
      })
  void thinkingIsMovedOutOfTheContent(String content, String text, String reasoning) {
    WholeReader.Whole whole = whole(message("{\"content\":" + content + "}", "stop"));
    assertThat(whole.text()).isEqualTo(text);
    assertThat(json(whole).at("/choices/0/message/content").asText()).isEqualTo(text);
    assertThat(json(whole).at("/choices/0/message/reasoning_content").asText())
        .isEqualTo(reasoning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"tool_calls\":[{\"function\":{\"name\":\"get\",\"arguments\":{\"a\":1}}}]} | {\"a\":1}",
        "{\"tool_calls\":[{\"id\":\"\",\"function\":{\"name\":\"get\",\"arguments\":null}}]} | {}",
        "{\"tool_calls\":[{\"id\":\"\",\"function\":{\"name\":\"get\",\"arguments\":\"\"}}]} | {}",
        "{\"tool_calls\":[{\"id\":\"\",\"function\":{\"name\":\"get\"}}]} | {}",
        "{\"content\":\"<tool_call>{\\\"name\\\":\\\"get\\\",\\\"arguments\\\":{\\\"a\\\":1}}</tool_call>\"}"
            + " | {\"a\":1}",
        "{\"content\":\"{\\\"name\\\":\\\"get\\\",\\\"arguments\\\":{\\\"a\\\":1}}\"} | {\"a\":1}",
      })
  void toolCallsGetIdTypeAndArgumentsAsText(String message, String arguments) {
    WholeReader.Whole whole = whole(message(message, "stop"));
    JsonNode calls = json(whole).at("/choices/0/message/tool_calls");
    assertThat(calls).hasSize(1);
    assertThat(calls.at("/0/id").asText()).startsWith("call_");
    assertThat(calls.at("/0/type").asText()).isEqualTo("function");
    assertThat(calls.at("/0/function/name").asText()).isEqualTo("get");
    assertThat(calls.at("/0/function/arguments").textValue()).isEqualTo(arguments);
    assertThat(json(whole).at("/choices/0/message/content").isNull()).isTrue();
    assertThat(whole.finishReason()).isEqualTo("tool_calls");
    assertThat(whole.hasContent()).isTrue();
  }

  @Test
  void argumentsThatWereCutOffByTheLengthAreLegal() {
    String cut = "{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\"}}]}";
    assertThat(whole(message(cut, "length")).hasContent()).isTrue();
  }

  @Test
  void aCallOfAToolThatWasNotOfferedStaysText() {
    String text = "{\\\"name\\\":\\\"other\\\",\\\"arguments\\\":{}}";
    WholeReader.Whole whole = whole(message("{\"content\":\"" + text + "\"}", "stop"));
    assertThat(whole.text()).isEqualTo(text.replace("\\", ""));
    assertThat(whole.finishReason()).isEqualTo("stop");
  }

  @Test
  void membersOfAnUnusualKindTakeNothingElseAway() {
    String odd =
        "{\"reasoning_content\":[{\"text\":\"hm\"}],\"refusal\":{\"a\":[1]},\"role\":[\"x\"],"
            + "\"tool_calls\":{\"0\":{\"function\":{\"name\":\"f\"}}},\"content\":\"Hi\"}";
    WholeReader.Whole whole = whole(message(odd, "stop"));
    assertThat(whole.text()).isEqualTo("Hi");
    assertThat(whole.finishReason()).isEqualTo("stop");
    var chunks =
        new ChunkReader(new ExpectedAnswer(OfferedTools.NONE, "asked", Reasoning.TAGGED), CLOCK);
    ChunkReader.Piece piece = ChunkReaderTest.piece(chunks, ChunkReaderTest.chunk(odd, "\"stop\""));
    assertThat(piece.chunk().content()).isEqualTo("Hi");
    assertThat(piece.chunk().finishReason()).isEqualTo("stop");
  }

  @Test
  void imagesAndCustomToolCallsAreContentAndStayAsTheyAre() {
    String image =
        "{\"role\":\"assistant\",\"content\":\"\",\"images\":[{\"type\":\"image_url\"}]}";
    assertThat(whole(message(image, "stop")).hasContent()).isTrue();
    String custom =
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"a\",\"type\":\"custom\",\"custom\":{\"name\":\"sql\",\"input\":\"select"
            + " 1\"}}]}";
    WholeReader.Whole whole = whole(message(custom, "tool_calls"));
    assertThat(json(whole).at("/choices/0/message/tool_calls/0"))
        .hasToString(
            "{\"id\":\"a\",\"type\":\"custom\",\"custom\":{\"name\":\"sql\",\"input\":\"select"
                + " 1\"}}");
    assertThat(whole.hasContent()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "sensitive, content_filter",
    "max_output_tokens, length",
    "RECITATION, content_filter"
  })
  void reasonsOfProvidersBecomeThoseOfOpenAi(String written, String reason) {
    assertThat(whole(message("{\"content\":\"a\"}", written)).finishReason()).isEqualTo(reason);
  }

  @Test
  void aWholeAnswerCanBeSentAsChunks() {
    String message =
        "{\"content\":\"a\",\"tool_calls\":[{\"function\":{\"name\":\"f\"}},"
            + "{\"function\":{\"name\":\"g\"}}]}";
    String body = message(message, "stop").replace("]}]}", "]}],\"usage\":{\"prompt_tokens\":1}}");
    WholeReader.Whole whole = whole(SOUND.replace("\"assistant\",", "\"assistant\",\"z\":1,"));
    assertThat(texts(whole)).containsExactly("สวัสดี 🙂/null", "/stop", "/null");
    assertThat(texts(whole(body))).containsExactly("a/null", "/tool_calls");
  }

  private List<String> texts(WholeReader.Whole whole) {
    var chunks =
        new ChunkReader(new ExpectedAnswer(OfferedTools.NONE, "asked", Reasoning.TAGGED), CLOCK);
    return WholeToChunks.split(whole.json()).stream()
        .map(chunks::read)
        .map(ChunkReader.Piece.class::cast)
        .map(piece -> piece.chunk().content() + "/" + piece.chunk().finishReason())
        .toList();
  }

  private static String message(String message, String finish) {
    return "{\"id\":\"c\",\"choices\":[{\"message\":"
        + message
        + ",\"finish_reason\":\""
        + finish
        + "\"}]}";
  }

  private WholeReader.Reading read(String body) {
    return reader.read(body.getBytes(UTF_8));
  }

  private WholeReader.Whole whole(String body) {
    WholeReader.Reading reading = read(body);
    assertThat(reading).isInstanceOf(WholeReader.Whole.class);
    return (WholeReader.Whole) reading;
  }

  private static JsonNode json(WholeReader.Whole whole) {
    try {
      return Objects.requireNonNull(RawObject.EXACT.readTree(whole.json()));
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }
}
