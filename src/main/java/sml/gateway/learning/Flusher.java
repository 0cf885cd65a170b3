package sml.gateway.learning;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.learning.rests.HealthLog;
import sml.gateway.learning.store.BreakerStore;
import sml.gateway.learning.store.CooldownStore;
import sml.gateway.learning.store.Flow;
import sml.gateway.learning.store.FlushStore;
import sml.gateway.learning.store.HealthStore;
import sml.gateway.learning.store.LimitStore;
import sml.gateway.learning.store.ResultStore;

/**
 * Restores the memories before the first request and saves their changes on a thread of its own.
 * Trouble with the database is logged once and tried again; no request ever notices it.
 */
@Component
class Flusher implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);
  private static final long PATIENCE_SECONDS = 5;

  private final List<Flow<?>> flows;
  private final FlushStore flushes;
  private final LearningSettings settings;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("learning-flush").factory());
  private volatile boolean running;
  private boolean troubled;

  Flusher(
      Memory memory,
      HealthLog log,
      CooldownStore cooldowns,
      HealthStore health,
      BreakerStore breakers,
      LimitStore limits,
      ResultStore results,
      FlushStore flushes,
      LearningSettings settings) {
    this.settings = settings;
    this.flushes = flushes;
    this.flows =
        List.of(
            new Flow<>(memory.cooldowns(), cooldowns, flushes),
            new Flow<>(memory.breakers(), breakers, flushes),
            new Flow<>(memory.limits(), limits, flushes),
            new Flow<>(memory.results(), results, flushes),
            new Flow<>(log, health, flushes));
  }

  @Override
  public void start() {
    attempt(flushes::dropOld);
    flows.forEach(flow -> attempt(flow::restore));
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
    for (Flow<?> flow : flows) {
      try {
        flow.flush();
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
      if (!ticker.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
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
}
