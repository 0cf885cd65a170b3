package sml.gateway.ops.cycle;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.springframework.stereotype.Component;

/** {@code GET} and {@code POST /api/worker}: where the work cycle stands, and a run by hand. */
@Component("worker")
class WorkerPage {
  private final Cycle cycle;
  private final RunStore store;

  record Shown(@JsonUnwrapped Worker worker, @JsonRawValue String stats) {}

  record Told(boolean ok, Shown worker) {}

  record Answer(boolean ok, boolean started, String message) {}

  WorkerPage(Cycle cycle, RunStore store) {
    this.cycle = cycle;
    this.store = store;
  }

  public Told show() {
    Worker worker = store.worker();
    String stats = store.said().state().getOrDefault("last_stats", "{}");
    return new Told(true, new Shown(worker, stats));
  }

  public Answer start() {
    return cycle.runAside()
        ? new Answer(true, true, "A run of the work cycle has begun.")
        : new Answer(true, false, underWay(store.worker()));
  }

  private static String underWay(Worker worker) {
    return "A run is under way already, since %s on %s."
        .formatted(worker.lastRun(), worker.runner());
  }
}
