package sml.gateway.observability;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import sml.gateway.jobs.WorkerStatus;

/** {@code GET /api/status}: counts, measurements beside their targets, worker and its log. */
@Component("statusApi")
class StatusApi {
  private final StatusRefresher keeper;
  private final RequestWindow window;
  private final HealthReport healthReport;
  private final Clock clock;
  private final Instant started;

  /** What the contract asks for; times in milliseconds, rates in percent. */
  record Targets(long p50Ms, long p99Ms, double successRate, double unavailableRate) {
    static final Targets OF_THE_CONTRACT = new Targets(500, 3_000, 98, 1);
  }

  record StatusReport(
      String status,
      List<String> alerts,
      Map<String, Object> checks,
      WorkerStatus worker,
      StatusSnapshot.Stats stats,
      StatusSnapshot.ModelChanges modelChanges,
      RequestFigures measured,
      Targets targets,
      long uptimeSeconds,
      List<StatusStore.WorkerLogRow> recentLogs) {}

  StatusApi(StatusRefresher keeper, RequestWindow window, HealthReport healthReport, Clock clock) {
    this.keeper = keeper;
    this.window = window;
    this.healthReport = healthReport;
    this.clock = clock;
    this.started = clock.instant();
  }

  public StatusReport report() {
    StatusSnapshot statusSnapshot = keeper.snapshot();
    HealthReport.Result result = healthReport.now(clock.instant());
    return new StatusReport(
        result.status(),
        result.alerts(),
        result.checks(),
        statusSnapshot.worker(),
        statusSnapshot.stats(),
        statusSnapshot.modelChanges(),
        window.figures(),
        Targets.OF_THE_CONTRACT,
        Duration.between(started, clock.instant()).toSeconds(),
        statusSnapshot.logEntries());
  }
}
