package sml.gateway.ops.state;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the background workers stand, as {@code worker_state} tells.
 *
 * @param status {@code idle}, {@code running} or {@code error}; {@code never_run} before the first
 *     run
 */
record Worker(
    String status,
    @Nullable String lastRun,
    @Nullable String nextRun,
    @Nullable String judgeModel) {

  static Worker of(Map<String, String> state) {
    return new Worker(
        state.getOrDefault("status", "never_run"),
        state.get("last_run"),
        state.get("next_run"),
        state.get("judge_model"));
  }

  /** Whole minutes since the last run, null when there was none or its time is no ISO time. */
  @Nullable Long minutesSince(Instant now) {
    try {
      return lastRun == null ? null : Duration.between(Instant.parse(lastRun), now).toMinutes();
    } catch (DateTimeException unreadable) {
      return null;
    }
  }
}
