package sml.gateway.observability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ComponentHealth;
import sml.gateway.jobs.WorkerStatus;

/** Collects the health of every component and what the operator should know. */
@Component("healthReport")
class HealthReport {
  private static final double FEW_ANSWERS = 50;
  private static final int RECENT = 100;
  private static final long OLD_RUN_MINUTES = 120;

  private final DatabaseCheck database;
  private final RequestWindow window;
  private final StatusRefresher keeper;
  private final List<ComponentHealth> components;

  /** All checks by name, and one sentence for each that is not healthy. */
  record Result(Map<String, Object> checks, List<String> alerts) {
    String status() {
      return alerts.isEmpty() ? "healthy" : "degraded";
    }
  }

  private record Runs(
      String status, @Nullable String lastRun, @Nullable Long minutesSinceLastRun) {}

  private record Gateway(@Nullable Double recentSuccessRate, @Nullable Long avgLatencyMs) {}

  HealthReport(
      DatabaseCheck database,
      RequestWindow window,
      StatusRefresher keeper,
      List<ComponentHealth> components) {
    this.database = database;
    this.window = window;
    this.keeper = keeper;
    this.components = components;
  }

  Result now(Instant time) {
    Map<String, Object> checks = new LinkedHashMap<>();
    List<String> alerts = new ArrayList<>();
    checks.put("database", database(alerts));
    for (ComponentHealth component : components) {
      ComponentHealth.Reading reading = component.read();
      checks.put(component.name(), reading.facts());
      if (reading.alert() != null) {
        alerts.add(reading.alert());
      }
    }
    checks.put("worker", worker(time, alerts));
    checks.put("gateway", gateway(alerts));
    return new Result(checks, List.copyOf(alerts));
  }

  private DatabaseCheck.Seen database(List<String> alerts) {
    DatabaseCheck.Seen seen = database.seen();
    if (!seen.ok()) {
      alerts.add("the database does not answer; chat goes on from memory, logs wait");
    } else if (database.slow()) {
      alerts.add("the database is slow, it took %d ms to answer".formatted(seen.latencyMs()));
    }
    return seen;
  }

  private Runs worker(Instant time, List<String> alerts) {
    WorkerStatus workerStatus = keeper.snapshot().worker();
    Long minutes = workerStatus.minutesSince(time);
    if (minutes != null && minutes >= OLD_RUN_MINUTES) {
      alerts.add("the background workers have not run for %d minutes".formatted(minutes));
    }
    return new Runs(workerStatus.status(), workerStatus.lastRun(), minutes);
  }

  private Gateway gateway(List<String> alerts) {
    RequestFigures recent = window.figures(RECENT);
    Double rate = recent.successRate();
    if (rate != null && recent.requests() == RECENT && rate <= FEW_ANSWERS) {
      alerts.add("only %.0f %% of the last %d requests were answered".formatted(rate, RECENT));
    }
    return new Gateway(rate, recent.avgMs());
  }
}
