package sml.gateway.ops.cycle;

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
import sml.gateway.chat.WorkBook;
import sml.gateway.chat.WorkBook.Level;
import sml.gateway.chat.WorkWanted;
import sml.gateway.ops.JobSettings;
import sml.gateway.ops.Replica;
import sml.gateway.ops.jobs.Timetable;

/**
 * Runs the work cycle, whose steps are in the routes. Whoever holds the lock in the database runs;
 * a run whose holder is gone is taken over by whoever looks first.
 */
@Component("cycle")
class Cycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Cycle.class);
  private static final String STEPS = "direct:cycle";
  private static final String NAME = "worker";
  private static final long LOOK_SECONDS = 2;
  private static final long LAST_WORDS_SECONDS = 10;

  private final RunStore store;
  private final ProducerTemplate routes;
  private final WorkBook book;
  private final Timetable timetable;
  private final Replica replica;
  private final ObjectMapper json;
  private final Clock clock;
  private final boolean takesOver;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cycle-watch").factory());
  private volatile @Nullable Run current;
  private volatile CountDownLatch ended = new CountDownLatch(0);
  private volatile boolean closing;

  Cycle(
      RunStore store,
      ProducerTemplate routes,
      WorkBook book,
      Timetable timetable,
      Replica replica,
      ObjectMapper json,
      Clock clock,
      JobSettings settings) {
    this.store = store;
    this.routes = routes;
    this.book = book;
    this.timetable = timetable;
    this.replica = replica;
    this.json = json;
    this.clock = clock;
    this.takesOver = settings.enabled();
  }

  /** A scheduled run; without effect while one is under way anywhere. */
  public void run() {
    begin().ifPresent(this::perform);
  }

  /** Goes on with a run whose runner has died; begins one that is wanted, and the first ever. */
  public void takeOver() {
    try {
      if (takesOver && current == null) {
        RunStore.Said said = store.said();
        if (said.orphaned()) {
          begin().ifPresent(run -> resume(run, said));
        } else if (said.wanted() || said.neverRun()) {
          run();
        }
      }
    } catch (DataAccessException away) {
      LOG.debug("event=cycle_unseen cause={}", away.getMostSpecificCause().toString());
    }
  }

  private void resume(Run run, RunStore.Said said) {
    String last = said.state().getOrDefault("runner", "another gateway");
    book.note(
        NAME, Level.WARN, "the runner of the last run (%s) has gone; goes on".formatted(last));
    perform(run);
  }

  /**
   * A run aside, for somebody who does not wait for it; false when one is under way.
   *
   * @throws DataAccessException when the database is away
   */
  boolean runAside() {
    Optional<Run> run = begin();
    run.ifPresent(mine -> Thread.ofPlatform().name("work-cycle").start(() -> perform(mine)));
    return run.isPresent();
  }

  /** Somebody wants a run; it begins aside, or later, on a gateway that runs scheduled work. */
  @EventListener
  public void want(WorkWanted wanted) {
    Thread.ofPlatform().name("work-wanted").start(() -> beginOrRemember(wanted.reason()));
  }

  private void beginOrRemember(String reason) {
    book.note(NAME, Level.INFO, "a run is wanted: " + reason);
    try {
      if (takesOver && runAside()) {
        return;
      }
    } catch (DataAccessException away) {
      LOG.debug("event=run_waits cause={}", away.getMostSpecificCause().toString());
    }
    book.keep(RunStore.WANTED, reason);
  }

  private synchronized Optional<Run> begin() {
    if (current != null || closing) {
      return Optional.empty();
    }
    Optional<Run> run = store.acquire().map(lock -> new Run(lock, clock.instant()));
    run.ifPresent(
        mine -> {
          current = mine;
          ended = new CountDownLatch(1);
          mine.lock.tell(begun(mine));
        });
    return run;
  }

  private Map<String, String> begun(Run run) {
    return Map.of(
        "status",
        "running",
        "runner",
        replica.name(),
        "step",
        "",
        RunStore.WANTED,
        "",
        "last_run",
        run.started.toString(),
        "next_run",
        timetable.next(run.started));
  }

  private void perform(Run run) {
    ScheduledFuture<?> looks =
        watch.scheduleWithFixedDelay(() -> look(run), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    run.onThisThread();
    try {
      routes.sendBody(STEPS, NAME);
    } catch (RuntimeException broken) {
      run.leave(reason(broken), clock.millis());
    } finally {
      run.offThisThread();
      looks.cancel(false);
      finish(run);
    }
  }

  private void look(Run run) {
    if (!run.lock.alive()) {
      run.stop("the database does not answer, the lock may be lost");
    }
  }

  private void finish(Run run) {
    try {
      String stopped = run.stopped();
      if (stopped == null) {
        run.lock.tell(finished(run));
      } else {
        // stays "running" without a holder, so that another gateway goes on with it
        book.note(NAME, Level.WARN, "the run was stopped: " + stopped);
      }
    } finally {
      run.lock.release();
      current = null;
      ended.countDown();
    }
  }

  private Map<String, String> finished(Run run) {
    Instant now = clock.instant();
    return Map.of(
        "status",
        run.failed() ? "error" : "idle",
        "step",
        "",
        "last_stats",
        stats(run),
        "next_run",
        timetable.next(now));
  }

  private String stats(Run run) {
    try {
      return json.writeValueAsString(run.results());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Begins a step of the run; false when the run was stopped. */
  public boolean enter(@Body String step) {
    Run run = current;
    if (run == null || !run.enter(step, clock.millis())) {
      return false;
    }
    run.lock.tell(Map.of("step", step));
    return true;
  }

  /** Ends a step of the run. */
  public void leave() {
    Run run = current;
    if (run != null) {
      run.leave(null, clock.millis());
    }
  }

  /** Notes what a step threw; the cycle goes on with the next one. */
  public void blame(@ExchangeException Throwable failure) {
    Run run = current;
    if (run != null) {
      run.leave(reason(failure), clock.millis());
      if (run.stopped() == null) {
        book.note(run.step(), Level.ERROR, "the step failed: " + reason(failure));
        LOG.warn("event=step_failed step={}", run.step(), failure);
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

  /** Asks the run to end and lets the lock go at the latest after ten seconds. */
  @Override
  public void stop() {
    Run run = close();
    if (run == null) {
      return;
    }
    run.stop("the gateway ends");
    try {
      if (!ended.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("event=step_hangs step={}", run.step());
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    run.lock.release();
  }

  private synchronized @Nullable Run close() {
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
