package sml.gateway.dashboard.live;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** When open pages are made again: soon after a change, never too often, and now and then. */
final class PagePace implements AutoCloseable {
  // longer than the pause between two readings of the tables that the status shows
  private static final Duration AFTERWARDS = Duration.ofSeconds(6);

  private final PageStreamSettings settings;
  private final Runnable work;
  private final Runnable check;
  private final ScheduledThreadPoolExecutor timer;
  private final AtomicBoolean planned = new AtomicBoolean();
  private final AtomicBoolean followed = new AtomicBoolean();
  private volatile long last;

  /**
   * A pace.
   *
   * @param work what follows a change
   * @param check what is done although nothing is known to have changed
   */
  PagePace(PageStreamSettings settings, Runnable work, Runnable check) {
    this.settings = settings;
    this.work = work;
    this.check = check;
    this.last = System.nanoTime() - settings.every().toNanos();
    this.timer =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("pages").daemon().factory());
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    long pause = settings.check().toMillis();
    timer.scheduleWithFixedDelay(check, pause, pause, TimeUnit.MILLISECONDS);
  }

  /** Something has changed. Never waits. */
  void changed() {
    // read first: under load nearly every call finds it planned
    if (!planned.get() && planned.compareAndSet(false, true)) {
      long since = System.nanoTime() - last;
      long pause = Math.max(settings.settle().toNanos(), settings.every().toNanos() - since);
      timer.schedule(this::run, pause, TimeUnit.NANOSECONDS);
    }
  }

  private void run() {
    // before the work: a change during it needs another one
    planned.set(false);
    last = System.nanoTime();
    work.run();
    if (followed.compareAndSet(false, true)) {
      timer.schedule(this::follow, AFTERWARDS.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Looks once more when nothing has happened for a while. */
  private void follow() {
    long left = AFTERWARDS.toNanos() - (System.nanoTime() - last);
    if (left > 0) {
      timer.schedule(this::follow, left, TimeUnit.NANOSECONDS);
    } else {
      followed.set(false);
      check.run();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
