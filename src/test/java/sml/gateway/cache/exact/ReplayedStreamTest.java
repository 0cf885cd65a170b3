package sml.gateway.cache.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.cache.exact.CacheTestKit.MODEL;
import static sml.gateway.cache.exact.CacheTestKit.NOW;
import static sml.gateway.cache.exact.CacheTestKit.QUESTION;
import static sml.gateway.cache.exact.CacheTestKit.SETTINGS;
import static sml.gateway.cache.exact.CacheTestKit.completion;
import static sml.gateway.cache.exact.CacheTestKit.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.chat.ChunkStream.Ended;
import sml.gateway.chat.Usage;
import sml.gateway.json.RawObject;

/** A remembered answer in both forms. */
class ReplayedStreamTest {
  private static final String TEXT =
      "แมวเป็นสัตว์เลี้ยง 🐈 and it sleeps for most of the day. ".repeat(60);
  private static final Usage COUNTS = new Usage(3, 4, 7);

  private final RememberedReply replies =
      new RememberedReply(SETTINGS, Clock.fixed(NOW, ZoneOffset.UTC));
  private final CachedAnswer found =
      new CachedAnswer("id", MODEL, completion(TEXT, "stop"), COUNTS, TEXT, "stop", "What?", NOW);

  private List<Chunk> chunks(ChatRequest request) {
    var streaming = (Answer.Streaming) replies.answer(request, found);
    List<Chunk> chunks = new ArrayList<>();
    while (streaming.chunks().next() instanceof Chunk chunk) {
      chunks.add(chunk);
    }
    assertThat(streaming.chunks().next()).isInstanceOf(Ended.class);
    return chunks;
  }

  @Test
  void aStreamBringsTheRoleThePiecesTheReasonAndTheCounts() throws IOException {
    ChatRequest request = request(QUESTION.replaceFirst("\\{", "{\"stream\":true,"));

    List<Chunk> chunks = chunks(request);

    assertThat(first(chunks.getFirst()).at("/delta/role").asText()).isEqualTo("assistant");
    assertThat(chunks.stream().map(Chunk::content).collect(Collectors.joining())).isEqualTo(TEXT);
    assertThat(chunks.stream().filter(chunk -> !chunk.content().isEmpty()))
        .hasSizeBetween(20, 101)
        .allSatisfy(
            chunk ->
                assertThat(first(chunk).at("/delta/content").asText()).isEqualTo(chunk.content()));
    assertThat(chunks.get(chunks.size() - 2).finishReason()).isEqualTo("stop");
    assertThat(chunks.getLast().choices()).isZero();
    assertThat(chunks.getLast().usage()).isEqualTo(COUNTS);
    assertThat(chunks)
        .allSatisfy(
            chunk -> {
              assertThat(chunk.json().text("object")).isEqualTo("chat.completion.chunk");
              assertThat(chunk.json().text("id")).isEqualTo("chatcmpl-" + request.id());
            });
  }

  private static JsonNode first(Chunk chunk) throws IOException {
    return Objects.requireNonNull(chunk.json().node("choices")).path(0);
  }

  @Test
  void aWholeAnswerHasAnIdOfItsOwnAndIsTheSameOtherwise() throws IOException {
    ChatRequest request = request(QUESTION);
    var whole = (Answer.Whole) replies.answer(request, found);

    var json = RawObject.parse(whole.json()).tree();
    assertThat(json.path("id").asText()).isEqualTo("chatcmpl-" + request.id());
    assertThat(json.path("created").asLong()).isEqualTo(NOW.getEpochSecond());
    assertThat(json.at("/choices/0/message/content").asText()).isEqualTo(TEXT);
    assertThat(json.at("/usage/total_tokens").asInt()).isEqualTo(7);
    assertThat(whole.usage()).isEqualTo(COUNTS);
  }

  @Test
  void noPieceEndsWithinACharacter() {
    assertThat(ReplayedStream.pieces("🐈".repeat(100)))
        .allSatisfy(piece -> assertThat(piece).matches("(🐈)+"));
    assertThat(ReplayedStream.pieces("")).isEmpty();
  }
}
