package sml.gateway.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run of the cycle in this process. */
final class CycleRun {
  final CycleRunStore.Lock lock;
  final Instant started;
  private final Map<String, Result> results = new LinkedHashMap<>();
  private @Nullable Thread thread;
  private @Nullable String stopped;
  private String step = "";
  private long stepStartedMs;

  /**
   * How a step ended.
   *
   * @param error what it threw, null when it went well
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(boolean ok, long ms, @Nullable String error) {}

  CycleRun(CycleRunStore.Lock lock, Instant started) {
    this.lock = lock;
    this.started = started;
  }

  /** From now on a stop interrupts the current thread. */
  synchronized void onThisThread() {
    thread = Thread.currentThread();
    if (stopped != null) {
      thread.interrupt();
    }
  }

  /** The run's work is over; its thread may do other things. */
  synchronized void offThisThread() {
    thread = null;
    boolean wanted = Thread.interrupted();
    if (wanted && stopped == null) {
      stopped = "it was interrupted";
    }
  }

  /** Asks the current step to end and lets no further one begin. */
  synchronized void stop(String reason) {
    if (stopped == null) {
      stopped = reason;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  /** Why it was stopped, null when it was not. */
  synchronized @Nullable String stopped() {
    return stopped;
  }

  /** Begins a step; false when the run was stopped. */
  synchronized boolean enter(String name, long nowMs) {
    step = name;
    stepStartedMs = nowMs;
    return stopped == null;
  }

  synchronized void leave(@Nullable String error, long nowMs) {
    results.putIfAbsent(step, new Result(error == null, nowMs - stepStartedMs, error));
  }

  synchronized String step() {
    return step;
  }

  synchronized Map<String, Result> results() {
    return new LinkedHashMap<>(results);
  }

  synchronized boolean failed() {
    return results.values().stream().anyMatch(result -> !result.ok());
  }
}
