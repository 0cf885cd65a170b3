package sml.gateway.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.jobs.WorkerLog.Level;

/**
 * Runs the work cycle, whose steps are in the routes. The gateway that holds the lock in the
 * database runs it; a run whose holder has stopped is taken over by the gateway that finds it
 * first.
 */
@Component("workCycle")
class WorkCycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(WorkCycle.class);
  private static final String STEPS = "direct:cycle";
  private static final String NAME = "worker";
  private static final long LOOK_SECONDS = 2;
  private static final long LAST_WORDS_SECONDS = 10;

  private final CycleRunStore store;
  private final ProducerTemplate routes;
  private final WorkerLog workerLog;
  private final JobSchedule jobSchedule;
  private final Replica replica;
  private final ObjectMapper json;
  private final Clock clock;
  private final boolean takesOver;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cycle-watch").factory());
  private volatile @Nullable CycleRun current;
  private volatile CountDownLatch ended = new CountDownLatch(0);
  private volatile boolean closing;

  WorkCycle(
      CycleRunStore store,
      ProducerTemplate routes,
      WorkerLog workerLog,
      JobSchedule jobSchedule,
      Replica replica,
      ObjectMapper json,
      Clock clock,
      JobSettings settings) {
    this.store = store;
    this.routes = routes;
    this.workerLog = workerLog;
    this.jobSchedule = jobSchedule;
    this.replica = replica;
    this.json = json;
    this.clock = clock;
    this.takesOver = settings.enabled();
  }

  /** A scheduled run; without effect while one is under way anywhere. */
  public void run() {
    begin().ifPresent(this::perform);
  }

  /** Continues a run whose runner has stopped; begins a wanted run, and the first one ever. */
  public void takeOver() {
    try {
      if (takesOver && current == null) {
        CycleRunStore.Said said = store.said();
        if (said.orphaned()) {
          begin().ifPresent(cycleRun -> resume(cycleRun, said));
        } else if (said.wanted() || said.neverRun()) {
          run();
        }
      }
    } catch (DataAccessException away) {
      LOG.debug("event=cycle_unseen cause={}", away.getMostSpecificCause().toString());
    }
  }

  private void resume(CycleRun cycleRun, CycleRunStore.Said said) {
    String last = said.state().getOrDefault("runner", "another gateway");
    String words = "the runner of the last run (%s) stopped; this run takes over";
    workerLog.note(NAME, Level.WARN, words.formatted(last));
    perform(cycleRun);
  }

  /**
   * Starts a run in the background; false when one is under way.
   *
   * @throws DataAccessException when the database is away
   */
  boolean runAsync() {
    Optional<CycleRun> run = begin();
    run.ifPresent(mine -> Thread.ofPlatform().name("work-cycle").start(() -> perform(mine)));
    return run.isPresent();
  }

  /** Starts a run in the background, or later on a gateway that runs scheduled work. */
  @EventListener
  public void want(CycleRequested wanted) {
    Thread.ofPlatform().name("work-wanted").start(() -> beginOrRemember(wanted.reason()));
  }

  private void beginOrRemember(String reason) {
    workerLog.note(NAME, Level.INFO, "a run is wanted: " + reason);
    try {
      if (takesOver && runAsync()) {
        return;
      }
    } catch (DataAccessException away) {
      LOG.debug("event=run_waits cause={}", away.getMostSpecificCause().toString());
    }
    workerLog.keep(CycleRunStore.WANTED, reason);
  }

  private synchronized Optional<CycleRun> begin() {
    if (current != null || closing) {
      return Optional.empty();
    }
    Optional<CycleRun> run = store.acquire().map(lock -> new CycleRun(lock, clock.instant()));
    run.ifPresent(
        mine -> {
          current = mine;
          ended = new CountDownLatch(1);
          mine.lock.write(begun(mine));
        });
    return run;
  }

  private Map<String, String> begun(CycleRun cycleRun) {
    return Map.of(
        "status",
        "running",
        "runner",
        replica.name(),
        "step",
        "",
        CycleRunStore.WANTED,
        "",
        "last_run",
        cycleRun.started.toString(),
        "next_run",
        jobSchedule.next(cycleRun.started));
  }

  private void perform(CycleRun cycleRun) {
    ScheduledFuture<?> looks =
        watch.scheduleWithFixedDelay(
            () -> look(cycleRun), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    cycleRun.onThisThread();
    try {
      routes.sendBody(STEPS, NAME);
    } catch (RuntimeException broken) {
      cycleRun.leave(reason(broken), clock.millis());
    } finally {
      cycleRun.offThisThread();
      looks.cancel(false);
      finish(cycleRun);
    }
  }

  private void look(CycleRun cycleRun) {
    if (!cycleRun.lock.alive()) {
      cycleRun.stop("the database does not answer, the lock may be lost");
    }
  }

  private void finish(CycleRun cycleRun) {
    try {
      String stopped = cycleRun.stopped();
      if (stopped == null) {
        cycleRun.lock.write(finished(cycleRun));
      } else {
        // stays "running" without a holder, so that another gateway goes on with it
        workerLog.note(NAME, Level.WARN, "the run was stopped: " + stopped);
      }
    } finally {
      cycleRun.lock.release();
      current = null;
      ended.countDown();
    }
  }

  private Map<String, String> finished(CycleRun cycleRun) {
    Instant now = clock.instant();
    return Map.of(
        "status",
        cycleRun.failed() ? "error" : "idle",
        "step",
        "",
        "last_stats",
        stats(cycleRun),
        "next_run",
        jobSchedule.next(now));
  }

  private String stats(CycleRun cycleRun) {
    try {
      return json.writeValueAsString(cycleRun.results());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Begins a step of the run; false when the run was stopped. */
  public boolean enter(@Body String step) {
    CycleRun cycleRun = current;
    if (cycleRun == null || !cycleRun.enter(step, clock.millis())) {
      return false;
    }
    cycleRun.lock.write(Map.of("step", step));
    return true;
  }

  /** Ends a step of the run. */
  public void leave() {
    CycleRun cycleRun = current;
    if (cycleRun != null) {
      cycleRun.leave(null, clock.millis());
    }
  }

  /** Logs what a step threw; the cycle goes on with the next one. */
  public void blame(@ExchangeException Throwable failure) {
    CycleRun cycleRun = current;
    if (cycleRun != null) {
      cycleRun.leave(reason(failure), clock.millis());
      if (cycleRun.stopped() == null) {
        workerLog.note(cycleRun.step(), Level.ERROR, "the step failed: " + reason(failure));
        LOG.warn("event=step_failed step={}", cycleRun.step(), failure);
      }
    }
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  @Override
  public void start() {
    closing = false;
  }

  /** Asks the run to end and releases the lock after ten seconds at the latest. */
  @Override
  public void stop() {
    CycleRun cycleRun = close();
    if (cycleRun == null) {
      return;
    }
    cycleRun.stop("the gateway ends");
    try {
      if (!ended.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("event=step_hangs step={}", cycleRun.step());
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    cycleRun.lock.release();
  }

  private synchronized @Nullable CycleRun close() {
    closing = true;
    watch.shutdown();
    return current;
  }

  @Override
  public boolean isRunning() {
    return !closing;
  }

  // before the routes stop, so that a step can still end in order
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
