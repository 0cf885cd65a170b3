package sml.gateway.upstream;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.cache.AnswerConverter;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.upstream.wire.EventReader;
import sml.gateway.upstream.wire.ExpectedAnswer;
import sml.gateway.upstream.wire.OfferedTools;
import sml.gateway.upstream.wire.Reasoning;
import sml.gateway.upstream.wire.StreamedWhole;
import sml.gateway.upstream.wire.WholeReader;

/** Joins the repaired chunks of a stream to the whole answer that the cache keeps. */
@Component
final class ChunkJoiner implements AnswerConverter {
  private final Clock clock;

  ChunkJoiner(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Answer.@Nullable Whole whole(Candidate candidate, List<Chunk> chunks) {
    var expected = new ExpectedAnswer(OfferedTools.NONE, candidate.ref().model(), Reasoning.RAW);
    var joined = new StreamedWhole(expected, clock);
    try {
      for (Chunk chunk : chunks) {
        if (joined.add(new EventReader.Data(chunk.json().bytes(), false)) != null) {
          return null;
        }
      }
      return joined.end() instanceof WholeReader.Whole whole
          ? new Answer.Whole(
              candidate, whole.json(), whole.usage(), whole.text(), whole.finishReason())
          : null;
    } catch (IOException parsedBefore) {
      return null;
    }
  }
}
