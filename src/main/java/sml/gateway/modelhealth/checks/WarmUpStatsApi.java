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
  private static final int MOST_LINES = 30;

  private final WarmUpStore store;
  private final WorkerLog book;
  private final Clock clock;

  record WarmUpFigures(
      int totalPings24h,
      int tokenPings24h,
      @Nullable Double successRate,
      List<LogLine> recentLogs,
      @Nullable String lastRunAt) {}

  record LogLine(String createdAt, String message, String level) {
    static LogLine of(Run run) {
      boolean all = run.ok() == run.planned();
      return new LogLine(run.at().toString(), WarmUp.line(run), all ? "success" : "warn");
    }
  }

  WarmUpStatsApi(WarmUpStore store, WorkerLog book, Clock clock) {
    this.store = store;
    this.book = book;
    this.clock = clock;
  }

  public WarmUpFigures tell() {
    List<Run> runs = store.runs(clock.instant().minus(Duration.ofDays(1)));
    int pings = runs.stream().mapToInt(Run::models).sum();
    int ok = runs.stream().mapToInt(Run::ok).sum();
    return new WarmUpFigures(
        pings,
        runs.stream().mapToInt(Run::tokens).sum(),
        // without a ping there is no rate
        pings == 0 ? null : Math.round(1000.0 * ok / pings) / 10.0,
        runs.stream().limit(MOST_LINES).map(LogLine::of).toList(),
        book.recall(WarmUp.LAST_RUN).orElse(null));
  }
}
