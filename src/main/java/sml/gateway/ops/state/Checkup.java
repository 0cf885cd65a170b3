package sml.gateway.ops.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Vital;
import sml.gateway.ops.cycle.Worker;

/** Asks every part how it is and gathers what the operator should know. */
@Component("checkup")
class Checkup {
  private static final double FEW_ANSWERS = 50;
  private static final int RECENT = 100;
  private static final long OLD_RUN_MINUTES = 120;

  private final DatabaseCheck database;
  private final RequestWindow window;
  private final BoardKeeper keeper;
  private final List<Vital> vitals;

  /** All checks by name, and one sentence for each that is not well. */
  record Result(Map<String, Object> checks, List<String> alerts) {
    String status() {
      return alerts.isEmpty() ? "healthy" : "degraded";
    }
  }

  private record Runs(
      String status, @Nullable String lastRun, @Nullable Long minutesSinceLastRun) {}

  private record Gateway(@Nullable Double recentSuccessRate, @Nullable Long avgLatencyMs) {}

  Checkup(DatabaseCheck database, RequestWindow window, BoardKeeper keeper, List<Vital> vitals) {
    this.database = database;
    this.window = window;
    this.keeper = keeper;
    this.vitals = vitals;
  }

  Result now(Instant time) {
    Map<String, Object> checks = new LinkedHashMap<>();
    List<String> alerts = new ArrayList<>();
    checks.put("database", database(alerts));
    for (Vital vital : vitals) {
      Vital.Reading reading = vital.read();
      checks.put(vital.name(), reading.facts());
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
    Worker worker = keeper.board().worker();
    Long minutes = worker.minutesSince(time);
    if (minutes != null && minutes >= OLD_RUN_MINUTES) {
      alerts.add("the background workers have not run for %d minutes".formatted(minutes));
    }
    return new Runs(worker.status(), worker.lastRun(), minutes);
  }

  private Gateway gateway(List<String> alerts) {
    Figures recent = window.figures(RECENT);
    Double rate = recent.successRate();
    if (rate != null && recent.requests() == RECENT && rate <= FEW_ANSWERS) {
      alerts.add("only %.0f %% of the last %d requests were answered".formatted(rate, RECENT));
    }
    return new Gateway(rate, recent.avgMs());
  }
}
