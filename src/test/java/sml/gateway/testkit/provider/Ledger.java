package sml.gateway.testkit.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Records the latest requests, counts all of them, and lets tests wait for a condition. */
final class Ledger {
  private static final int MOST_MODELS = 10_000;

  private final int kept;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LinkedHashMap<Long, Received> entries = new LinkedHashMap<>();
  private final Map<String, int[]> counts = new HashMap<>();
  private long lastKey;
  private int running;

  /** {@code kept}: how many requests are remembered; counts are kept for all. */
  Ledger(int kept) {
    this.kept = kept;
  }

  /** Records a request that begins; returns its key. */
  long begin(Received request) {
    return locked(
        () -> {
          running++;
          counts(request.model())[0]++;
          entries.put(++lastKey, request);
          if (entries.size() > kept) {
            entries.pollFirstEntry();
          }
          return lastKey;
        });
  }

  /** Records how it ended. */
  void end(long key, String model, Received.Outcome how, long atNanos, int events) {
    locked(
        () -> {
          running--;
          if (how == Received.Outcome.ABORTED) {
            counts(model)[1]++;
          }
          return entries.computeIfPresent(key, (k, entry) -> entry.ended(how, atNanos, events));
        });
  }

  private int[] counts(String model) {
    String name = counts.containsKey(model) || counts.size() < MOST_MODELS ? model : "";
    return counts.computeIfAbsent(name, key -> new int[2]);
  }

  List<Received> requests() {
    return locked(() -> new ArrayList<>(entries.values()));
  }

  int count(String model) {
    return locked(() -> counts.getOrDefault(model, new int[2])[0]);
  }

  int aborted(String model) {
    return locked(() -> counts.getOrDefault(model, new int[2])[1]);
  }

  int running() {
    return locked(() -> running);
  }

  void clear() {
    locked(
        () -> {
          entries.clear();
          counts.clear();
          return true;
        });
  }

  /** Waits until {@code wanted} holds; false after the timeout. */
  boolean await(BooleanSupplier wanted, Duration time) throws InterruptedException {
    long left = time.toNanos();
    lock.lockInterruptibly();
    try {
      while (!wanted.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(Math.min(left, TimeUnit.MINUTES.toNanos(10)));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes waiting tests after a change outside the ledger. */
  void nudge() {
    locked(() -> true);
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      T result = work.get();
      changed.signalAll();
      return result;
    } finally {
      lock.unlock();
    }
  }
}
