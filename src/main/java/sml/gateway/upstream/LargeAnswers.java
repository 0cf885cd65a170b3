package sml.gateway.upstream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Lets only as many large answers, or events of streams, be read and turned at once as fit into the
 * memory; the others wait unread, so that their providers wait too.
 */
@Component
final class LargeAnswers {
  /** A text exists several times while it is turned: read, parsed, repaired and written. */
  private static final int COPIES = 8;

  private static final int LOOK_MILLIS = 50;

  private final Semaphore turns;
  private final long large;

  @Autowired
  LargeAnswers(UpstreamSettings settings) {
    this(
        settings.largeAnswer().toBytes(),
        Runtime.getRuntime().maxMemory() / (COPIES * settings.answerSize().toBytes()));
  }

  /**
   * Turns for large answers.
   *
   * @param large bytes from which on an answer is large
   */
  LargeAnswers(long large, long atOnce) {
    this.large = large;
    this.turns = new Semaphore((int) Math.clamp(atOnce, 1, 1_000), true);
  }

  /** Told when a call begins to wait for its turn and when it goes on. */
  interface Waiting {
    void waits(boolean begins);
  }

  /**
   * The turn of one call, which it has not taken yet. Used by one thread.
   *
   * @param over the call was ended, so that it waits no longer
   */
  Turn turn(Waiting waiting, BooleanSupplier over) {
    return new Turn(waiting, over);
  }

  /** The turn of one call. */
  final class Turn {
    private final Waiting waiting;
    private final BooleanSupplier over;
    private long read;
    private boolean taken;

    private Turn(Waiting waiting, BooleanSupplier over) {
      this.waiting = waiting;
      this.over = over;
    }

    /** The same body, which waits for its turn where it becomes large. */
    InputStream over(InputStream body) {
      return new Metered(body, this);
    }

    /** What was read until now is done with: the next event begins, or the call ends. */
    void done() {
      read = 0;
      if (taken) {
        taken = false;
        turns.release();
      }
    }

    private boolean mustWait() {
      return read > large && !taken;
    }

    private void take() throws IOException {
      if (!turns.tryAcquire()) {
        waiting.waits(true);
        await();
        waiting.waits(false);
      }
      taken = true;
    }

    private void await() throws IOException {
      try {
        while (!turns.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          if (over.getAsBoolean()) {
            throw new IOException("ended while it waited for the memory that it needs");
          }
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }

  /** Counts what is read. */
  private static final class Metered extends FilterInputStream {
    private final Turn turn;

    Metered(InputStream in, Turn turn) {
      super(in);
      this.turn = turn;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length > 0 && turn.mustWait()) {
        turn.take();
      }
      int count = in.read(target, offset, length);
      turn.read += Math.max(0, count);
      return count;
    }

    @Override
    public int available() throws IOException {
      return turn.mustWait() ? 0 : in.available();
    }
  }
}
