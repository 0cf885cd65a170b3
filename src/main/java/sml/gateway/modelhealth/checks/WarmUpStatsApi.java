package sml.gateway.modelhealth.checks;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.modelhealth.checks.WarmUpStore.Run;

/** {@code GET /api/warmup-stats}: how the warm-up went in the last day, by what it measured. */
@Component("warmUpStatsApi")
final class WarmUpStatsApi {
  private static final int MOST_ENTRIES = 30;

  private final WarmUpStore store;
  private final WorkerLog workerLog;
  private final Clock clock;

  record WarmUpFigures(
      int totalPings24h,
      int tokenPings24h,
      @Nullable Double successRate,
      List<WarmUpEntry> recentLogs,
      @Nullable String lastRunAt) {}

  record WarmUpEntry(String createdAt, String message, String level) {
    static WarmUpEntry of(Run run) {
      boolean all = run.ok() == run.planned();
      return new WarmUpEntry(run.at().toString(), WarmUp.summary(run), all ? "success" : "warn");
    }
  }

  WarmUpStatsApi(WarmUpStore store, WorkerLog workerLog, Clock clock) {
    this.store = store;
    this.workerLog = workerLog;
    this.clock = clock;
  }

  public WarmUpFigures report() {
    List<Run> runs = store.runs(clock.instant().minus(Duration.ofDays(1)));
    int pings = runs.stream().mapToInt(Run::models).sum();
    int ok = runs.stream().mapToInt(Run::ok).sum();
    return new WarmUpFigures(
        pings,
        runs.stream().mapToInt(Run::tokens).sum(),
        // without a ping there is no rate
        pings == 0 ? null : Math.round(1000.0 * ok / pings) / 10.0,
        runs.stream().limit(MOST_ENTRIES).map(WarmUpEntry::of).toList(),
        workerLog.recall(WarmUp.LAST_RUN).orElse(null));
  }
}
