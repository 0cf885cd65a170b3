package sml.gateway.jobs;

import jakarta.annotation.PreDestroy;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ComponentHealth;

/**
 * Saves the worker log to the database, on a timer and for the last time when the program ends.
 * While the database is away it waits.
 */
@Component("workerLogWriter")
final class WorkerLogWriter implements ComponentHealth {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerLogWriter.class);
  private static final int BATCH = 200;

  private final BufferedWorkerLog log;
  private final WorkerStore store;
  private boolean failing;

  WorkerLogWriter(BufferedWorkerLog log, WorkerStore store) {
    this.log = log;
    this.store = store;
  }

  @PreDestroy
  public synchronized void drain() {
    try {
      log.facts().drain(BATCH, store::writeFacts);
      log.progress().drain(BATCH, store::writeProgress);
      log.entries().drain(BATCH, store::writeEntries);
      if (failing) {
        LOG.info("event=work_writes_again dropped={}", dropped());
      }
      failing = false;
    } catch (DataAccessException away) {
      if (!failing) {
        LOG.warn("event=work_waits cause={}", away.getMostSpecificCause().getMessage());
      }
      failing = true;
    }
  }

  @Override
  public String name() {
    return "work";
  }

  @Override
  public Reading read() {
    return new Reading(Map.of("buffered", buffered(), "dropped", dropped()), null);
  }

  private int buffered() {
    return log.facts().size() + log.progress().size() + log.entries().size();
  }

  private long dropped() {
    return log.facts().dropped() + log.progress().dropped() + log.entries().dropped();
  }
}
