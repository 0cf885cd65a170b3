package sml.gateway.jobs;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status of the background workers.
 *
 * @param status {@code running}; {@code idle}; {@code error} when a step of the last run failed or
 *     its runner has stopped; {@code never_run} before the first run
 * @param lastRun when the last run began
 * @param nextRun when the next one is scheduled, null when none is
 * @param judgeModel the principal of the teachers, null before the first appointment
 * @param runner which gateway runs or was the last to
 * @param step what is being done, null while nothing is
 */
public record WorkerStatus(
    String status,
    @Nullable String lastRun,
    @Nullable String nextRun,
    @Nullable String judgeModel,
    @Nullable String runner,
    @Nullable String step,
    @Nullable StepProgress progress) {

  /** Nothing was read yet. */
  public static final WorkerStatus UNKNOWN =
      new WorkerStatus("unknown", null, null, null, null, null, null);

  static WorkerStatus of(CycleRunStore.Said said, @Nullable StepProgress stepProgress) {
    Map<String, String> state = said.state();
    String status = state.getOrDefault("status", "never_run");
    boolean running = status.equals("running") && said.held();
    return new WorkerStatus(
        said.orphaned() ? "error" : status,
        text(state, "last_run"),
        text(state, "next_run"),
        text(state, "judge_model"),
        text(state, "runner"),
        running ? text(state, "step") : null,
        running ? stepProgress : null);
  }

  private static @Nullable String text(Map<String, String> state, String key) {
    String value = state.get(key);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Whole minutes since the last run, null when there was none or its time is no ISO time. */
  public @Nullable Long minutesSince(Instant now) {
    try {
      return lastRun == null ? null : Duration.between(Instant.parse(lastRun), now).toMinutes();
    } catch (DateTimeException unreadable) {
      return null;
    }
  }
}
