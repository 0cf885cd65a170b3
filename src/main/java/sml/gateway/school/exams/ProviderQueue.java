package sml.gateway.school.exams;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The pupils of one provider in one round, in the order they are due. */
final class ProviderQueue {
  private final Clock clock;
  private final BooleanSupplier over;
  private final Duration linger;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Examinee> ready = new ArrayDeque<>();
  private final PriorityQueue<Examinee> resting =
      new PriorityQueue<>(Comparator.comparing(Examinee::notBefore));

  /**
   * @param over true when no further pupil may be handed out
   * @param linger how long it is worth waiting for a pupil that rests
   */
  ProviderQueue(Collection<Examinee> pupils, Clock clock, BooleanSupplier over, Duration linger) {
    this.clock = clock;
    this.over = over;
    this.linger = linger;
    ready.addAll(pupils);
  }

  int size() {
    return ready.size();
  }

  /** The next pupil to be asked, waited for if it rests shortly; null when this round is over. */
  @Nullable Examinee next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Instant now = clock.instant();
        if (over.getAsBoolean()) {
          return null;
        }
        while (!resting.isEmpty() && !resting.peek().notBefore().isAfter(now)) {
          ready.add(resting.remove());
        }
        Examinee examinee = ready.poll();
        if (examinee != null) {
          return examinee;
        }
        Examinee soonest = resting.peek();
        if (soonest == null || soonest.notBefore().isAfter(now.plus(linger))) {
          return null;
        }
        long millis = Duration.between(now, soonest.notBefore()).toMillis() + 1;
        changed.await(millis, TimeUnit.MILLISECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets whoever waits see that the round is over. */
  void close() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes back a pupil that has to rest. */
  void later(Examinee examinee, Instant notBefore) {
    lock.lock();
    try {
      examinee.rest(notBefore);
      resting.add(examinee);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
