package sml.gateway.upstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Usage;
import sml.gateway.json.RawObject;

class ChunkReaderTest {
  static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
  private static final String HEAD =
      "\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\"";

  private final ChunkReader reader =
      new ChunkReader(new ExpectedAnswer(OfferedTools.NONE, "asked", Reasoning.TAGGED), CLOCK);

  @Test
  void aSoundChunkPassesByteForByte() {
    String first = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    String second =
        "{"
            + HEAD
            + ", \"choices\" : [{\"delta\":{\"content\":\"สวัสดี 🙂 1<2\"},"
            + "\"index\":0,\"logprobs\":null,\"finish_reason\":null}],\"usage\":null,\"x\":1.50}";
    assertThat(piece(reader, first).chunk().json().bytes()).isEqualTo(first.getBytes(UTF_8));
    ChunkReader.Piece piece = piece(reader, second);
    assertThat(piece.valid()).isTrue();
    assertThat(piece.chunk().content()).isEqualTo("สวัสดี 🙂 1<2");
    assertThat(piece.chunk().choices()).isEqualTo(1);
    assertThat(new String(piece.chunk().json().bytes(), UTF_8)).isEqualTo(second);
  }

  @Test
  void aRoleOnlyChunkIsNotValidContent() {
    assertThat(piece(reader, chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null")).valid())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"content\":\"x\"}                                     | null             | true",
        "{\"content\":\"\"}                                      | null             | false",
        "{\"content\":null}                                      | null             | false",
        "{\"reasoning\":\"x\"}                                   | null             | true",
        "{\"reasoning_content\":\"x\"}                           | null             | true",
        "{\"refusal\":\"no\"}                                    | null             | true",
        "{\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]}      | null             | true",
        "{\"tool_calls\":[{\"function\":{\"name\":\"\"}}]}       | null             | false",
        "{}                                                      | \"content_filter\" | true",
        "{}                                                      | \"length\"         | false",
      })
  void validContentIsWhatTheContractSays(String delta, String finish, boolean valid) {
    assertThat(piece(reader, chunk(delta, finish)).valid()).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({
    "stop,stop",
    "eos,stop",
    "length,length",
    "model_length,length",
    "MAX_TOKENS,length",
    "COMPLETE,stop",
    "function_call,stop",
    "content_filter,content_filter",
    "tool_calls,stop",
    "whatever,stop"
  })
  void finishReasonsAreThoseOfOpenAi(String written, String expected) {
    ChunkReader.Piece piece = piece(reader, chunk("{}", "\"" + written + "\""));
    assertThat(piece.chunk().finishReason()).isEqualTo(expected);
    assertThat(choice(piece).path("finish_reason").asText()).isEqualTo(expected);
  }

  @Test
  void anEmptyFinishReasonIsNoneAndASecondOneIsDropped() {
    assertThat(
            choice(piece(reader, chunk("{\"content\":\"a\"}", "\"\"")))
                .get("finish_reason")
                .isNull())
        .isTrue();
    piece(reader, chunk("{}", "\"stop\""));
    ChunkReader.Piece again = piece(reader, chunk("{}", "\"stop\""));
    assertThat(again.chunk().finishReason()).isNull();
    assertThat(choice(again).get("finish_reason").isNull()).isTrue();
  }

  @Test
  void missingIdTimeModelAndObjectAreFilledAndStayTheSame() {
    JsonNode first =
        json(
            piece(
                reader,
                "{\"id\":\"\",\"created\":0,\"choices\":[{\"delta\":{\"content\":\"a\"}}]}"));
    JsonNode second =
        json(
            piece(
                reader,
                "{\"id\":\"other\",\"created\":9,\"model\":\"n\",\"choices\":[{\"delta\":{\"content\":\"b\"}}]}"));
    assertThat(first.path("id").asText()).startsWith("chatcmpl-");
    assertThat(first.path("created").asLong()).isEqualTo(1_800_000_000);
    assertThat(first.path("model").asText()).isEqualTo("asked");
    assertThat(first.path("object").asText()).isEqualTo("chat.completion.chunk");
    assertThat(first.at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    assertThat(first.at("/choices/0/index").isIntegralNumber()).isTrue();
    for (String name : List.of("id", "created", "model", "object")) {
      assertThat(second.get(name)).isEqualTo(first.get(name));
    }
    assertThat(second.at("/choices/0/delta").has("role")).isFalse();
  }

  @Test
  void usageIsFoundWhereverItIs() {
    var usage = new Usage(3, 4, 9);
    String counts =
        "{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":9,\"d\":{\"x\":1}}";
    for (String where :
        List.of(
            "\"choices\":[],\"usage\":" + counts,
            "\"choices\":[],\"x_groq\":{\"id\":\"1\",\"usage\":" + counts + "}",
            "\"choices\":[{\"index\":0,\"delta\":{},\"usage\":" + counts + "}]",
            "\"usage\":" + counts)) {
      ChunkReader.Piece piece = piece(reader, "{" + HEAD + "," + where + "}");
      assertThat(piece.chunk().usage()).as(where).isEqualTo(usage);
      assertThat(json(piece).at("/usage/total_tokens").asInt()).isEqualTo(9);
      assertThat(json(piece).path("choices").isArray()).isTrue();
    }
  }

  @Test
  void choicesWithoutAnythingAreDropped() {
    assertThat(read(reader, "{" + HEAD + ",\"choices\":[],\"prompt_filter_results\":[]}"))
        .isEqualTo(new ChunkReader.Nothing(false));
    assertThat(read(reader, "{\"type\":\"ping\"}")).isEqualTo(new ChunkReader.Nothing(false));
  }

  @Test
  void brokenJsonIsGarbageAndDoneIsDone() {
    assertThat(read(reader, "{\"choices\":[{\"del")).isInstanceOf(ChunkReader.Garbage.class);
    assertThat(read(reader, "hello")).isInstanceOf(ChunkReader.Garbage.class);
    assertThat(read(reader, "[DONE]")).isInstanceOf(ChunkReader.Done.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"error\":{\"message\":\"x\",\"code\":502},\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}"
            + " | TRANSIENT",
        "{\"error\":\"model is overloaded\"} | TRANSIENT",
        "{\"error\":{\"message\":\"Tool"
            + " choice\",\"type\":\"invalid_request_error\",\"code\":\"tool_use_failed\"}} | FAULT",
        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]} | FAULT",
        "[{\"error\":{\"code\":429,\"message\":\"slow\",\"status\":\"RESOURCE_EXHAUSTED\"}}] |"
            + " RATE_LIMITED",
        "{\"object\":\"error\",\"message\":\"boom\",\"code\":null} | FAULT",
      })
  void errorsInsideAStreamAreRecognised(String data, Refusal.Kind kind) {
    assertThat(read(reader, data))
        .isInstanceOfSatisfying(
            ChunkReader.Failed.class,
            failed -> assertThat(failed.refusal().kind()).isEqualTo(kind));
  }

  @Test
  void anErrorMemberWithoutMeaningIsNoError() {
    assertThat(
            read(
                reader,
                "{"
                    + HEAD
                    + ",\"error\":null,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}"))
        .isInstanceOf(ChunkReader.Piece.class);
  }

  @Test
  void severalChoicesAreKeptApart() {
    String both =
        "{"
            + HEAD
            + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"eos\"},"
            + "{\"index\":1,\"delta\":{\"content\":\"b\"},\"finish_reason\":null}]}";
    ChunkReader.Piece piece = piece(reader, both);
    assertThat(piece.chunk().content()).isEqualTo("a");
    assertThat(piece.chunk().choices()).isEqualTo(2);
    assertThat(json(piece).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(json(piece).at("/choices/1/delta/role").asText()).isEqualTo("assistant");
    piece =
        piece(
            reader,
            "{" + HEAD + ",\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"stop\"}]}");
    assertThat(piece.chunk().finishReason()).isEqualTo("stop");
    assertThat(piece.chunk().content()).isEmpty();
  }

  @Test
  void thinkingPartsOfContentBecomeReasoning() {
    JsonNode delta =
        choice(
                piece(
                    reader,
                    chunk(
                        "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},"
                            + "{\"type\":\"text\",\"text\":\"yes\"}]}",
                        "null")))
            .path("delta");
    assertThat(delta.path("content").asText()).isEqualTo("yes");
    assertThat(delta.path("reasoning_content").asText()).isEqualTo("hm");
  }

  static String chunk(String delta, String finish) {
    return "{"
        + HEAD
        + ",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]}";
  }

  static ChunkReader.Reading read(ChunkReader reader, String data) {
    return reader.read(new EventReader.Data(data.getBytes(UTF_8), false));
  }

  static ChunkReader.Piece piece(ChunkReader reader, String data) {
    ChunkReader.Reading reading = read(reader, data);
    assertThat(reading).isInstanceOf(ChunkReader.Piece.class);
    return (ChunkReader.Piece) reading;
  }

  static JsonNode choice(ChunkReader.Piece piece) {
    return json(piece).at("/choices/0");
  }

  static JsonNode json(ChunkReader.Piece piece) {
    try {
      return RawObject.EXACT.readTree(piece.chunk().json().bytes());
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }
}
