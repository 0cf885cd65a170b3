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

/** The examinees of one provider in one round, in the order they are due. */
final class ProviderQueue {
  private final Clock clock;
  private final BooleanSupplier over;
  private final Duration linger;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Examinee> ready = new ArrayDeque<>();
  private final PriorityQueue<Examinee> paused =
      new PriorityQueue<>(Comparator.comparing(Examinee::notBefore));

  /**
   * @param over true when no further examinee may be handed out
   * @param linger longest wait for a paused examinee
   */
  ProviderQueue(
      Collection<Examinee> examinees, Clock clock, BooleanSupplier over, Duration linger) {
    this.clock = clock;
    this.over = over;
    this.linger = linger;
    ready.addAll(examinees);
  }

  int size() {
    return ready.size();
  }

  /**
   * The next examinee to be asked, waited for if its pause ends soon; null when this round is over.
   */
  @Nullable Examinee next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Instant now = clock.instant();
        if (over.getAsBoolean()) {
          return null;
        }
        while (!paused.isEmpty() && !paused.peek().notBefore().isAfter(now)) {
          ready.add(paused.remove());
        }
        Examinee examinee = ready.poll();
        if (examinee != null) {
          return examinee;
        }
        Examinee soonest = paused.peek();
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

  /** Wakes the waiting threads, which then see that the round is over. */
  void close() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes back an examinee that has to pause. */
  void later(Examinee examinee, Instant notBefore) {
    lock.lock();
    try {
      examinee.pause(notBefore);
      paused.add(examinee);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
