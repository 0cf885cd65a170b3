package sml.gateway.upstream.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import sml.gateway.upstream.wire.WholeReader.Broken;
import sml.gateway.upstream.wire.WholeReader.Reading;
import sml.gateway.upstream.wire.WholeReader.Refused;
import sml.gateway.upstream.wire.WholeReader.Whole;

/** Joins the events an upstream sent where a complete answer was asked for. For one body. */
final class StreamedWhole {
  private final Expected expected;
  private final Clock clock;
  private final ChunkReader reader;
  private final ChunksToWhole joined = new ChunksToWhole();
  private boolean begun;
  private boolean finished;

  StreamedWhole(Expected expected, Clock clock) {
    this.expected = expected;
    this.clock = clock;
    this.reader = new ChunkReader(expected, clock);
  }

  /** Reads a body that is neither JSON nor a page. */
  Reading read(byte[] body) {
    var in = new ByteArrayInputStream(body);
    var events = new EventReader(in, body.length, body.length, () -> {});
    try {
      while (events.next() instanceof EventReader.Data event) {
        ChunkReader.Reading reading = reader.read(event);
        if (reading instanceof ChunkReader.Failed failed && !finished) {
          return new Refused(failed.refusal());
        }
        take(reading);
      }
      if (!finished) {
        return new Broken(
            begun ? "the stream ended in the middle of the answer" : "the body is no JSON");
      }
      ChunkReader.Piece rest = reader.end();
      if (rest != null) {
        joined.add(rest.chunk().json());
      }
      Reading whole = new WholeReader(expected.repaired(), clock).read(joined.json());
      return whole instanceof Whole answer ? answer.with(reader.madeCalls(), reader.sign()) : whole;
    } catch (IOException unreadable) {
      return new Broken("the events of the body cannot be read");
    }
  }

  private void take(ChunkReader.Reading reading) throws IOException {
    switch (reading) {
      case ChunkReader.Piece(var chunk, boolean valid) -> {
        joined.add(chunk.json());
        finished |= chunk.finishReason() != null;
        begun = true;
      }
      case ChunkReader.Done done -> finished = true;
      case ChunkReader.Nothing nothing -> begun = true;
      case ChunkReader.Garbage garbage -> {}
      // all of the answer was there
      case ChunkReader.Failed(var refusal, var counted) -> {
        if (counted != null) {
          joined.add(counted.json());
        }
      }
    }
  }
}
