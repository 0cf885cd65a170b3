package sml.gateway.upstream.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.network.ClientConnection;

/**
 * Limits the large answers, or events of streams, that are read and converted at once to what fits
 * into the heap; the others wait unread, so that their providers wait too.
 */
@Component
public final class LargeAnswers {
  /** How often an answer exists while it is read, parsed, repaired and framed. */
  private static final int WORKED_ON = 6;

  /** How often it exists while its client takes it: as bytes, as text and framed. */
  private static final int KEPT = 3;

  private static final int LOOK_MILLIS = 50;

  private final Semaphore copies;
  private final Set<ClientConnection> keeping = ConcurrentHashMap.newKeySet();
  private final long large;

  @Autowired
  LargeAnswers(UpstreamSettings settings) {
    this(
        settings.largeAnswer().toBytes(),
        Runtime.getRuntime().maxMemory() / settings.answerSize().toBytes());
  }

  /**
   * Turns for large answers.
   *
   * @param large bytes from which on an answer is large
   * @param copies how many copies of the largest answer the memory has room for
   */
  LargeAnswers(long large, long copies) {
    this.large = large;
    this.copies = new Semaphore((int) Math.clamp(copies, WORKED_ON, 10_000), true);
  }

  /** Called when a call begins to wait for its permit and when it goes on. */
  public interface Waiting {
    void waits(boolean begins);
  }

  /**
   * The permit of one call, which it has not taken yet. Used by one thread at a time.
   *
   * @param client for whom the answer is
   * @param over the call was ended, so that it waits no longer
   */
  public Permit permit(ClientConnection client, Waiting waiting, BooleanSupplier over) {
    return new Permit(client, waiting, over);
  }

  /** The permit of one call. */
  public final class Permit {
    private final ClientConnection client;
    private final Waiting waiting;
    private final BooleanSupplier over;
    private long read;
    private int held;
    private boolean free;

    private Permit(ClientConnection client, Waiting waiting, BooleanSupplier over) {
      this.client = client;
      this.waiting = waiting;
      this.over = over;
    }

    /** The same body, which waits for its permit where it becomes large. */
    public InputStream over(InputStream body) {
      return new Counted(body, this);
    }

    /** What was read until now is no longer needed. */
    public void done() {
      read = 0;
      copies.release(held);
      held = 0;
      free = false;
    }

    /** What was read is only kept for the client. No more is read before it is {@link #done}. */
    public void keep() {
      if (held > KEPT) {
        copies.release(held - KEPT);
        held = KEPT;
      }
    }

    /** The call has ended; a whole answer is kept until its client has it. */
    public void ended(Attempt attempt) {
      boolean whole = attempt instanceof Attempt.Answered(var _, var _, Answer.Whole _);
      if (held == 0 || !whole) {
        done();
        return;
      }
      keep();
      keeping.add(client);
      client.whenOver(
          () -> {
            keeping.remove(client);
            done();
          });
    }

    private boolean mustWait() {
      return read > large && held == 0 && !free;
    }

    private void take() throws IOException {
      boolean got = copies.tryAcquire(WORKED_ON);
      if (!got) {
        waiting.waits(true);
        got = await();
        waiting.waits(false);
      }
      held = got ? WORKED_ON : 0;
      free = !got;
    }

    /** False when the client has another answer, of a consensus, which waits for this one. */
    private boolean await() throws IOException {
      try {
        while (!copies.tryAcquire(WORKED_ON, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          if (keeping.contains(client)) {
            return false;
          }
          if (over.getAsBoolean()) {
            throw new IOException("ended while it waited for the memory that it needs");
          }
        }
        return true;
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }

  /** Counts what is read. */
  private static final class Counted extends FilterInputStream {
    private final Permit permit;

    Counted(InputStream in, Permit permit) {
      super(in);
      this.permit = permit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length > 0 && permit.mustWait()) {
        permit.take();
      }
      int count = in.read(target, offset, length);
      permit.read += Math.max(0, count);
      return count;
    }

    @Override
    public int available() throws IOException {
      return permit.mustWait() ? 0 : in.available();
    }
  }
}
