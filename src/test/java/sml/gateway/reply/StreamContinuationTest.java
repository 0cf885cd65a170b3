package sml.gateway.reply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.json.RawObject;

class StreamContinuationTest {
  private static final String SAID = "one two three four five six seven eight ";

  private final SentContent sent = new SentContent();

  private static Chunk chunk(String id, String content, @Nullable String finish) {
    String json =
        ("{\"id\":\"%s\",\"created\":%d,\"model\":\"m-%s\",\"choices\":[{\"index\":0,\"delta\":"
                + "{\"content\":\"%s\"},\"finish_reason\":%s}]}")
            .formatted(
                id, id.length(), id, content, finish == null ? "null" : "\"" + finish + "\"");
    try {
      return new Chunk(RawObject.parse(json.getBytes(UTF_8)), content, false, finish, null, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void said(String text) {
    sent.add(chunk("first", text, null));
  }

  private static String textOf(StreamContinuation continuation, String... pieces) {
    StringBuilder text = new StringBuilder();
    Arrays.stream(pieces)
        .flatMap(piece -> continuation.take(chunk("second", piece, null)).stream())
        .forEach(chunk -> text.append(chunk.content()));
    continuation.end().forEach(chunk -> text.append(chunk.content()));
    return text.toString();
  }

  @Test
  void aContinuationIsPassedOnUnderTheFirstIdentity() throws IOException {
    said(SAID);
    List<Chunk> due = new StreamContinuation(sent, false).take(chunk("second", "nine", null));
    assertThat(due).hasSize(1);
    assertThat(due.getFirst().json().text("id")).isEqualTo("first");
    assertThat(due.getFirst().json().text("model")).isEqualTo("m-first");
    assertThat(due.getFirst().content()).isEqualTo("nine");
  }

  @Test
  void aModelThatStartsOverIsSkippedUpToWhereTheClientIs() {
    said(SAID);
    assertThat(
            textOf(
                new StreamContinuation(sent, true),
                "one two ",
                "three four five six seven eight nine",
                " ten"))
        .isEqualTo("nine ten");
  }

  @Test
  void aContinuationThatStartsOverInSpiteOfThePrefillIsRecognised() {
    said(SAID);
    assertThat(
            textOf(
                new StreamContinuation(sent, false),
                "one ",
                "two three four five ",
                "six seven eight ",
                "nine"))
        .isEqualTo("nine");
  }

  @Test
  void aContinuationThatOnlyBeginsAlikeIsKept() {
    said(SAID);
    assertThat(textOf(new StreamContinuation(sent, false), "one ", "more time"))
        .isEqualTo("one more time");
  }

  @Test
  void anotherAnswerIsAnErrorNotAMixture() {
    said(SAID);
    assertThatThrownBy(() -> textOf(new StreamContinuation(sent, true), "one two ", "drei"))
        .isInstanceOf(StreamContinuation.Differs.class);
  }

  @Test
  void aRepetitionThatEndsTooEarlyIsAnError() {
    said(SAID);
    StreamContinuation continuation = new StreamContinuation(sent, true);
    continuation.take(chunk("second", "one two ", null));
    assertThatThrownBy(() -> continuation.take(chunk("second", "", "stop")))
        .isInstanceOf(StreamContinuation.Differs.class);
  }

  @Test
  void anEmptyRoleChunkOfTheSecondModelIsDropped() {
    said(SAID);
    assertThat(new StreamContinuation(sent, true).take(chunk("second", "", null))).isEmpty();
  }

  @Test
  void whenNothingWasSaidTheSecondModelSimplyAnswers() {
    said("");
    assertThat(textOf(new StreamContinuation(sent, false), "hello ", "there"))
        .isEqualTo("hello there");
  }
}
