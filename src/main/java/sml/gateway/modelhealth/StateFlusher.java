package sml.gateway.modelhealth;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.modelhealth.cooldowns.BreakerStore;
import sml.gateway.modelhealth.cooldowns.CooldownStore;
import sml.gateway.modelhealth.cooldowns.HealthLog;
import sml.gateway.modelhealth.cooldowns.HealthLogStore;
import sml.gateway.modelhealth.quotas.QuotaStore;
import sml.gateway.modelhealth.quotas.QuotaWindowStore;
import sml.gateway.modelhealth.results.ResultStore;

/**
 * Restores all state before the first request and saves changes on a thread of its own. A database
 * error is logged once and retried; no request ever notices it.
 */
@Component
class StateFlusher implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(StateFlusher.class);
  private static final long TIMEOUT_SECONDS = 5;

  private final List<StateFlow<?>> flows;
  private final FlushStore flushes;
  private final ModelHealthSettings settings;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("learning-flush").factory());
  private volatile boolean running;
  private boolean troubled;

  StateFlusher(
      ModelHealthState state,
      HealthLog log,
      CooldownStore cooldowns,
      HealthLogStore health,
      BreakerStore breakers,
      QuotaStore limits,
      QuotaWindowStore quotas,
      ResultStore results,
      FlushStore flushes,
      ModelHealthSettings settings) {
    this.settings = settings;
    this.flushes = flushes;
    this.flows =
        List.of(
            new StateFlow<>(state.cooldowns(), cooldowns, flushes),
            new StateFlow<>(state.breakers(), breakers, flushes),
            new StateFlow<>(state.limits(), limits, flushes),
            new StateFlow<>(state.limits().quotas(), quotas, flushes),
            new StateFlow<>(state.results(), results, flushes),
            new StateFlow<>(log, health, flushes));
  }

  @Override
  public void start() {
    attempt(flushes::dropOld);
    flows.forEach(stateFlow -> attempt(stateFlow::restore));
    long every = settings.flushEvery().toMillis();
    ticker.scheduleWithFixedDelay(this::flush, every, every, TimeUnit.MILLISECONDS);
    running = true;
  }

  private static void attempt(Runnable beginning) {
    try {
      beginning.run();
    } catch (DataAccessException trouble) {
      LOG.warn("learning starts without what it knew: {}", trouble.getMessage());
    }
  }

  /** Saves everything that changed; never throws. */
  void flush() {
    boolean trouble = false;
    for (StateFlow<?> stateFlow : flows) {
      try {
        stateFlow.flush();
      } catch (RuntimeException failed) {
        if (!troubled && !trouble) {
          LOG.warn("learning cannot save, tries again: {}", failed.getMessage());
        }
        trouble = true;
      }
    }
    troubled = trouble;
  }

  @Override
  public void stop() {
    running = false;
    ticker.shutdown();
    try {
      if (!ticker.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("learning is still saving, its last changes may be lost");
        return;
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return;
    }
    flush();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  // before the routes start and after they have stopped
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE / 2;
  }

  /**
   * Saves the changes of one state to its table, each change once, and loads those of other
   * replicas. Not thread-safe.
   */
  private static final class StateFlow<R> {
    private final PersistedState<R> memory;
    private final StateRowsStore<R> table;
    private final FlushStore flushes;
    private long flow;
    private long number;
    private List<R> unsure = List.of();

    StateFlow(PersistedState<R> memory, StateRowsStore<R> table, FlushStore flushes) {
      this.memory = memory;
      this.table = table;
      this.flushes = flushes;
    }

    /** Loads the state from the table. */
    void restore() {
      memory.restore(table.load());
    }

    /**
     * Saves changes and loads those of others; an exception is passed on, and the same rows are
     * saved first the next time.
     */
    void flush() {
      save();
      unsure = memory.drain();
      number++;
      save();
      List<R> changes = table.changes();
      if (!changes.isEmpty()) {
        memory.restore(changes);
      }
    }

    private void save() {
      if (unsure.isEmpty()) {
        return;
      }
      if (flow == 0) {
        flow = flushes.flow();
      }
      flushes.once(flow, number, () -> table.save(unsure));
      unsure = List.of();
    }
  }
}
