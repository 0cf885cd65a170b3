package sml.gateway;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds carrier threads while virtual threads wait for one. A virtual thread that loads a class
 * keeps its carrier while it waits for a lock, such as that of the program's jar. When all carriers
 * wait so, and the lock is held by a virtual thread that has no carrier, none of them ever goes on:
 * with two processors the start of the program can end like that.
 */
final class CarrierWatch {
  private static final Logger LOG = LoggerFactory.getLogger(CarrierWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** A virtual thread that ran by then was not kept waiting. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private static final int MOST_CARRIERS = 256;

  private final VirtualThreadSchedulerMXBean scheduler;
  private final Duration longestWait;
  private final int usual;

  /**
   * A watch that leaves the scheduler as it finds it.
   *
   * @param longestWait how long a virtual thread may wait for a carrier
   */
  CarrierWatch(VirtualThreadSchedulerMXBean scheduler, Duration longestWait) {
    this.scheduler = scheduler;
    this.longestWait = longestWait;
    this.usual = scheduler.getParallelism();
  }

  /** Watches from now on, on a thread of its own. */
  static void start() {
    var timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("carrier-watch").factory());
    timer.execute(
        () -> {
          var scheduler = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
          var watch = new CarrierWatch(scheduler, LONGEST_WAIT);
          timer.scheduleWithFixedDelay(watch::check, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        });
  }

  /**
   * Returns when a virtual thread that was started now has run; adds carriers until it does.
   *
   * @return how many carriers there were in the end
   */
  int check() {
    try {
      return checked();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
      return usual;
    }
  }

  private int checked() throws InterruptedException {
    var ran = new CountDownLatch(1);
    Thread.startVirtualThread(ran::countDown);
    int carriers = usual;
    while (!ran.await(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
      carriers = Math.min(carriers + usual, Math.max(usual, MOST_CARRIERS));
      scheduler.setParallelism(carriers);
      // the scheduler looks for a carrier when a queue that was empty gets something to run, and
      // each platform thread has a queue
      Thread.ofPlatform().start(() -> Thread.startVirtualThread(() -> {})).join();
    }
    if (carriers > usual) {
      scheduler.setParallelism(usual);
      // not before: a class that logging needs might be one of those that are waited for
      LOG.warn("event=carriers_added most={} usual={}", carriers, usual);
    }
    return carriers;
  }
}
