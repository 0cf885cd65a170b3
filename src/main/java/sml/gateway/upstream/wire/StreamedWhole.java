package sml.gateway.upstream.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Usage;
import sml.gateway.upstream.wire.WholeReader.Broken;
import sml.gateway.upstream.wire.WholeReader.Reading;
import sml.gateway.upstream.wire.WholeReader.Refused;
import sml.gateway.upstream.wire.WholeReader.Whole;

/** Joins the events of a stream to a complete answer. For one body. */
public final class StreamedWhole {
  private final ExpectedAnswer expectedAnswer;
  private final Clock clock;
  private final ChunkReader reader;
  private final ChunksToWhole joined = new ChunksToWhole();
  private @Nullable Usage usage;
  private boolean begun;
  private boolean valid;
  private boolean finished;
  private boolean done;

  /** Starts an answer. */
  public StreamedWhole(ExpectedAnswer expectedAnswer, Clock clock) {
    this.expectedAnswer = expectedAnswer;
    this.clock = clock;
    this.reader = new ChunkReader(expectedAnswer, clock);
  }

  /** Reads a body that is neither JSON nor a page. */
  Reading read(byte[] body) {
    var in = new ByteArrayInputStream(body);
    var events = new EventReader(in, body.length, body.length, () -> {});
    try {
      while (events.next() instanceof EventReader.Data event) {
        Refused refused = add(event);
        if (refused != null) {
          return refused;
        }
      }
      return end();
    } catch (IOException unreadable) {
      return new Broken("the events of the body cannot be read");
    }
  }

  /** Takes the next event; the upstream's refusal when it ends the answer before its end. */
  public @Nullable Refused add(EventReader.Data event) throws IOException {
    switch (reader.read(event)) {
      case ChunkReader.Piece(var chunk, boolean content) -> {
        joined.add(chunk.json());
        usage = chunk.usage() == null ? usage : chunk.usage();
        finished |= chunk.finishReason() != null;
        valid |= content;
        begun = true;
      }
      case ChunkReader.Done end -> {
        finished = true;
        done = true;
      }
      case ChunkReader.Nothing nothing -> {
        valid |= nothing.valid();
        begun = true;
      }
      case ChunkReader.Garbage garbage -> {}
      case ChunkReader.Failed(var refusal, var counted) when !finished -> {
        return new Refused(refusal);
      }
      // all of the answer was there
      case ChunkReader.Failed(var refusal, var counted) -> {
        if (counted != null) {
          joined.add(counted.json());
        }
      }
    }
    return null;
  }

  /** True when valid content came. */
  public boolean valid() {
    return valid;
  }

  /** True when the answer has come to its end, though its token counts may follow. */
  public boolean finished() {
    return finished;
  }

  /** True when nothing more that matters can come. */
  public boolean complete() {
    return done || (finished && usage != null);
  }

  /** About how many characters were joined. */
  public long size() {
    return joined.size();
  }

  /** What all of it turned out to be; nothing more comes. */
  public Reading end() throws IOException {
    if (!finished) {
      return new Broken(
          begun ? "the stream ended in the middle of the answer" : "the body is no JSON");
    }
    ChunkReader.Piece rest = reader.end();
    if (rest != null) {
      joined.add(rest.chunk().json());
    }
    Reading whole = new WholeReader(expectedAnswer.repaired(), clock).read(joined.json());
    return whole instanceof Whole answer ? answer.with(reader.madeCalls(), reader.sign()) : whole;
  }
}
