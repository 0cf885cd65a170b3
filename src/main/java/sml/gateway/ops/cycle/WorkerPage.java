package sml.gateway.ops.cycle;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.springframework.stereotype.Component;

/** {@code GET} and {@code POST /api/worker}: where the work cycle stands, and a run by hand. */
@Component("worker")
class WorkerPage {
  private final Cycle cycle;
  private final RunStore store;

  record WorkerWithStats(@JsonUnwrapped Worker worker, @JsonRawValue String stats) {}

  record WorkerReport(boolean ok, WorkerWithStats worker) {}

  record StartedRun(boolean ok, boolean started, String message) {}

  WorkerPage(Cycle cycle, RunStore store) {
    this.cycle = cycle;
    this.store = store;
  }

  public WorkerReport show() {
    Worker worker = store.worker();
    String stats = store.said().state().getOrDefault("last_stats", "{}");
    return new WorkerReport(true, new WorkerWithStats(worker, stats));
  }

  public StartedRun start() {
    return cycle.runAside()
        ? new StartedRun(true, true, "A run of the work cycle has begun.")
        : new StartedRun(true, false, underWay(store.worker()));
  }

  private static String underWay(Worker worker) {
    return "A run is under way already, since %s on %s."
        .formatted(worker.lastRun(), worker.runner());
  }
}
