package sml.gateway.upstream.transport;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Attempt.Phase;

/**
 * Ends one upstream call when it is silent for longer than the limit of its phase. The timer is set
 * once and looks again when it is due, so that an event costs one volatile write.
 */
public final class SilenceWatch implements AutoCloseable {
  private final ScheduledExecutorService timer;
  private final Runnable abort;
  private final Limit total;
  private final long totalDeadline;
  private volatile long deadline;
  private volatile boolean idle;
  private volatile Limit limit;
  private volatile @Nullable Limit expired;
  private @Nullable Future<?> pending;
  private boolean closed;

  /** A phase and how long it may last. */
  public record Limit(Phase phase, Duration time) {}

  public SilenceWatch(ScheduledExecutorService timer, Limit first, Limit total, Runnable abort) {
    this.timer = timer;
    this.abort = abort;
    this.limit = first;
    this.total = total;
    long now = System.nanoTime();
    this.totalDeadline = now + total.time().toNanos();
    this.deadline = now + first.time().toNanos();
    this.pending = schedule(now);
  }

  /** A new phase begins, or the same one anew: the next event has {@code time} to come. */
  public void expect(Limit next) {
    long due = System.nanoTime() + next.time().toNanos();
    boolean sooner = due < deadline;
    limit = next;
    deadline = due;
    idle = false;
    if (sooner) {
      reschedule();
    }
  }

  /** The upstream is not waited for until something is expected again; only the total counts. */
  public void idle() {
    idle = true;
  }

  /** The limit that was exceeded, or null while none was. */
  @Nullable
  public Limit expired() {
    return expired;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (pending != null) {
      pending.cancel(false);
    }
  }

  private synchronized void reschedule() {
    if (!closed) {
      if (pending != null) {
        pending.cancel(false);
      }
      pending = schedule(System.nanoTime());
    }
  }

  private Future<?> schedule(long now) {
    return timer.schedule(
        this::look, Math.min(deadline, totalDeadline) - now, TimeUnit.NANOSECONDS);
  }

  private void look() {
    synchronized (this) {
      if (closed) {
        return;
      }
      long now = System.nanoTime();
      if (now - Math.min(deadline, totalDeadline) < 0) {
        pending = schedule(now);
        return;
      }
      if (idle && now - totalDeadline < 0) {
        long wait = Math.min(limit.time().toNanos(), totalDeadline - now);
        pending = timer.schedule(this::look, wait, TimeUnit.NANOSECONDS);
        return;
      }
      expired = totalDeadline <= deadline ? total : limit;
      closed = true;
    }
    abort.run();
  }
}
