package sml.gateway.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.chat.format.AnswerFormat;
import sml.gateway.reply.PlayedStream;

/**
 * Wherever the stream of an upstream ends, the client gets a beginning of the truth and an error of
 * its protocol, or, when another model goes on, the truth.
 */
class CutStreamsTest {
  private static final NamedItems NAMED =
      new NamedItems(
          new TranslationSettings(List.of(), 100, Duration.ofHours(1), DataSize.ofMegabytes(1)));
  private static final int CASES = 1_000;
  private static final PlayedStream PLAYER = new PlayedStream();

  private final List<CutStream> streams = new ArrayList<>();
  private final Deque<Answer.Streaming> answers = new ArrayDeque<>();

  /** What becomes of a stream that is cut. */
  private enum Next {
    NO_MODEL,
    GOES_ON,
    STARTS_OVER,
    STARTS_OVER_UNSAID,
    BREAKS_OFF_TOO
  }

  static List<Long> seeds() {
    return LongStream.range(0, CASES).boxed().toList();
  }

  @AfterAll
  static void close() {
    PLAYER.close();
  }

  /** A cut answer and its successors; what the client has to get of it. */
  private final class Scene {
    private final AnswerScript script;
    private final Duration holdCalls;
    private final boolean complete;
    private final int unasked;

    Scene(long seed) {
      Random random = AnswerScript.chance(-1 - seed);
      script = AnswerScript.random(seed);
      holdCalls = random.nextBoolean() ? Duration.ZERO : Duration.ofHours(1);
      CutStream first = CutStream.random(script, random);
      add(first, false);
      switch (Next.values()[random.nextInt(Next.values().length)]) {
        case NO_MODEL -> {}
        case GOES_ON -> add(CutStream.whole(rest(first.pieces())), false);
        case STARTS_OVER -> add(CutStream.whole(script.chunks), true);
        case STARTS_OVER_UNSAID -> add(CutStream.whole(script.chunks), false);
        case BREAKS_OFF_TOO -> {
          add(CutStream.random(script, random), true);
          add(CutStream.whole(script.chunks), true);
        }
      }
      int last = 0;
      while (goesOn(streams.get(last)) && last + 1 < streams.size()) {
        last++;
      }
      complete = !streams.get(last).broken() && !streams.get(last).late();
      unasked = streams.size() - 1 - last;
    }

    private void add(CutStream stream, boolean startsOver) {
      streams.add(stream);
      answers.add(stream.answer(startsOver));
    }

    /** What the client has seen of a call cannot be taken back. */
    private boolean goesOn(CutStream stream) {
      return stream.broken() && !(stream.called() && holdCalls.isZero());
    }

    /** The answer without its thoughts and without so many pieces of its text. */
    private List<Chunk> rest(int pieces) {
      List<Chunk> rest = new ArrayList<>();
      int left = pieces;
      for (Chunk chunk : script.chunks) {
        if (!AnswerDelta.of(chunk).reasoning().isEmpty()) {
          continue;
        }
        if (chunk.content().isEmpty() || left == 0) {
          rest.add(chunk);
        } else {
          left--;
        }
      }
      return rest;
    }

    String received(AnswerFormat format) {
      String body = PLAYER.received(format, holdCalls, answers);
      assertThat(answers).as("models that were not asked").hasSize(unasked);
      return body;
    }

    /** The thoughts of a model that goes on are not joined to those of the first one. */
    void check(CharSequence text, CharSequence reasoning, Collection<AnswerScript.Call> calls) {
      assertThat(script.reasoning.toString()).startsWith(reasoning);
      if (complete) {
        assertThat(text).hasToString(script.text.toString());
        assertThat(calls).containsExactlyElementsOf(script.calls);
        if (streams.size() - unasked == 1) {
          assertThat(reasoning).hasToString(script.reasoning.toString());
        }
        return;
      }
      assertThat(script.text.toString()).startsWith(text);
      int place = 0;
      for (AnswerScript.Call call : calls) {
        AnswerScript.Call truth = script.calls.get(place);
        assertThat(List.of(call.id(), call.name())).isEqualTo(List.of(truth.id(), truth.name()));
        assertThat(truth.arguments()).startsWith(call.arguments());
        place++;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aMessageIsATruthOrABeginningOfItWithAnError(long seed) {
    var scene = new Scene(seed);
    var message = new ReceivedMessage(scene.received(new MessagesFormat("r1")));
    assertThat(message.stopped).isEqualTo(scene.complete);
    assertThat(message.failed).isNotEqualTo(scene.complete);
    scene.check(message.text, message.thinking, message.begun());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aResponseIsATruthOrABeginningOfItWithAnError(long seed) {
    var scene = new Scene(seed);
    var response =
        new ReceivedResponse(scene.received(new ResponsesFormat("r1", Instant.EPOCH, NAMED)));
    assertThat(response.last())
        .matches(scene.complete ? "response\\.(completed|incomplete)" : "response\\.failed");
    var output = response.response().path("output");
    scene.check(
        ReceivedResponse.text(output),
        ReceivedResponse.reasoning(output),
        ReceivedResponse.calls(output));
  }
}
