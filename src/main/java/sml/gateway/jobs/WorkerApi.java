package sml.gateway.jobs;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.springframework.stereotype.Component;

/** {@code GET} and {@code POST /api/worker}: the status of the work cycle, and a run by hand. */
@Component("workerApi")
class WorkerApi {
  private final WorkCycle workCycle;
  private final CycleRunStore store;

  record WorkerWithStats(@JsonUnwrapped WorkerStatus worker, @JsonRawValue String stats) {}

  record WorkerReport(boolean ok, WorkerWithStats worker) {}

  record StartedRun(boolean ok, boolean started, String message) {}

  WorkerApi(WorkCycle workCycle, CycleRunStore store) {
    this.workCycle = workCycle;
    this.store = store;
  }

  public WorkerReport show() {
    WorkerStatus workerStatus = store.worker();
    String stats = store.said().state().getOrDefault("last_stats", "{}");
    return new WorkerReport(true, new WorkerWithStats(workerStatus, stats));
  }

  public StartedRun start() {
    return workCycle.runAsync()
        ? new StartedRun(true, true, "A run of the work cycle has begun.")
        : new StartedRun(true, false, underWay(store.worker()));
  }

  private static String underWay(WorkerStatus workerStatus) {
    return "A run is under way already, since %s on %s."
        .formatted(workerStatus.lastRun(), workerStatus.runner());
  }
}
