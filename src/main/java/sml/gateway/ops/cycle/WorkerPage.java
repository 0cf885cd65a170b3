package sml.gateway.ops.cycle;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Envelope;
import sml.gateway.chat.HttpReply;

/** {@code GET} and {@code POST /api/worker}: where the work cycle stands, and a run by hand. */
@Component("worker")
class WorkerPage {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerPage.class);

  private final Cycle cycle;
  private final RunStore store;
  private final ObjectMapper json;

  private record Shown(@JsonUnwrapped Worker worker, @JsonRawValue String stats) {}

  private record Told(boolean ok, Shown worker) {}

  private record Answer(boolean ok, boolean started, String message) {}

  WorkerPage(Cycle cycle, RunStore store, ObjectMapper json) {
    this.cycle = cycle;
    this.store = store;
    this.json = json;
  }

  public HttpReply tell() throws JsonProcessingException {
    try {
      Worker worker = store.worker();
      String stats = store.said().state().getOrDefault("last_stats", "{}");
      return HttpReply.json(200, json.writeValueAsBytes(new Told(true, new Shown(worker, stats))));
    } catch (DataAccessException trouble) {
      return away(trouble);
    }
  }

  public HttpReply start() throws JsonProcessingException {
    try {
      Answer answer =
          cycle.runAside()
              ? new Answer(true, true, "A run of the work cycle has begun.")
              : new Answer(true, false, underWay(store.worker()));
      return HttpReply.json(200, json.writeValueAsBytes(answer));
    } catch (DataAccessException trouble) {
      return away(trouble);
    }
  }

  private static String underWay(Worker worker) {
    return "A run is under way already, since %s on %s."
        .formatted(worker.lastRun(), worker.runner());
  }

  private static HttpReply away(DataAccessException trouble) {
    LOG.debug("event=worker_unknown cause={}", trouble.getMostSpecificCause().toString());
    return HttpReply.json(
        503,
        Envelope.of(
                503, "The database cannot be read now; the work waits for it.", null, "unavailable")
            .json());
  }
}
