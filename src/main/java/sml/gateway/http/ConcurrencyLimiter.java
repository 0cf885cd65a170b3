package sml.gateway.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls in progress and decides whether one more is accepted. */
final class ConcurrencyLimiter {
  private final int most;
  private final AtomicInteger inWork = new AtomicInteger();
  private volatile boolean leaving;
  private volatile boolean shut;

  /** At most {@code most} calls at once. */
  public ConcurrencyLimiter(int most) {
    this.most = most;
  }

  /** The answer to a call that asks for entry. */
  public sealed interface Entry {
    /** Accepted; {@code release} must be called, once or more often. */
    record Taken(Runnable release) implements Entry {}

    /** Too many are in progress. */
    record Full() implements Entry {}

    /** No more calls are taken. */
    record Shut() implements Entry {}
  }

  /** Asks for one call. */
  public Entry enter() {
    // counted before the check: a waiter for zero sees the call, or the call sees the stop
    int now = inWork.incrementAndGet();
    if (!shut && now <= most) {
      var held = new AtomicBoolean(true);
      return new Entry.Taken(
          () -> {
            if (held.getAndSet(false)) {
              inWork.decrementAndGet();
            }
          });
    }
    inWork.decrementAndGet();
    return shut ? new Entry.Shut() : new Entry.Full();
  }

  /** How many calls are in progress. */
  public int inWork() {
    return inWork.get();
  }

  /** True when connections are not worth keeping any more. */
  public boolean leaving() {
    return leaving;
  }

  /** Calls are still taken, each as the last one of its connection. */
  void leave() {
    leaving = true;
  }

  /** From now on no call is taken. */
  void shut() {
    leaving = true;
    shut = true;
  }
}
