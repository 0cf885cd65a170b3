package sml.gateway.upstream;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ChunkStream;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.upstream.wire.ChunkReader;
import sml.gateway.upstream.wire.EventReader;
import sml.gateway.upstream.wire.ExpectedAnswer;
import sml.gateway.upstream.wire.OfferedTools;
import sml.gateway.upstream.wire.Reasoning;
import sml.gateway.upstream.wire.WholeToChunks;

/** Gives a client that wants a stream an answer that was taken as a whole. */
@Component("wholeStream")
final class WholeStream {
  private final Clock clock;

  WholeStream(Clock clock) {
    this.clock = clock;
  }

  /** The plan with its answer as the client wants it. */
  public Plan open(@Variable("request") ChatRequest request, @Variable("plan") Plan plan) {
    if (request.profile().stream()
        && plan.next() instanceof PlanStep.Agreed(var answered, var consensusResult)
        && answered.answer() instanceof Answer.Whole whole) {
      Answer stream = new Answer.Streaming(whole.candidate(), chunks(whole), false);
      var streamed = new Attempt.Answered(answered.candidate(), answered.timing(), stream);
      return plan.then(new PlanStep.Agreed(streamed, consensusResult));
    }
    return plan;
  }

  private ChunkStream chunks(Answer.Whole whole) {
    String model = whole.candidate().ref().model();
    // it was repaired before
    var expectedAnswer = new ExpectedAnswer(OfferedTools.NONE, model, Reasoning.RAW);
    var reader = new ChunkReader(expectedAnswer, clock);
    Deque<ChunkStream.Event> events = new ArrayDeque<>();
    for (EventReader.Data event : WholeToChunks.split(whole.json())) {
      if (reader.read(event) instanceof ChunkReader.Piece piece) {
        events.add(piece.chunk());
      }
    }
    ChunkReader.Piece rest = reader.end();
    if (rest != null) {
      events.add(rest.chunk());
    }
    return new Replay(events);
  }

  /** Chunks that are all there. */
  private record Replay(Deque<ChunkStream.Event> events) implements ChunkStream {
    @Override
    public Event next() {
      return events.isEmpty() ? new Ended() : events.remove();
    }

    @Override
    public boolean ready() {
      return !events.isEmpty();
    }

    @Override
    public void close() {
      events.clear();
    }
  }
}
