package sml.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes the scheduler of all virtual threads for the time of a test. */
final class CarrierWatchTest {
  private static final Object LOCK = new Object();

  private final VirtualThreadSchedulerMXBean scheduler =
      ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
  private final int before = scheduler.getParallelism();

  /** A virtual thread that initialises it keeps its carrier while it waits for the lock. */
  private static final class First {
    static final boolean READY = waited();
  }

  private static final class Second {
    static final boolean READY = waited();
  }

  private static boolean waited() {
    synchronized (LOCK) {
      return true;
    }
  }

  @AfterEach
  void restore() {
    scheduler.setParallelism(before);
  }

  @Test
  void aVirtualThreadGetsACarrierWhenAllOthersWaitForALockWithTheirs() throws Exception {
    scheduler.setParallelism(2);
    var watch = new CarrierWatch(scheduler, Duration.ofMillis(50));
    var ran = new CountDownLatch(1);
    List<Thread> waiting;
    synchronized (LOCK) {
      waiting =
          Stream.<Runnable>of(
                  () -> assertThat(First.READY).isTrue(), () -> assertThat(Second.READY).isTrue())
              .map(Thread::startVirtualThread)
              .toList();
      Awaitility.await()
          .until(() -> waiting.stream().allMatch(one -> one.getState() == Thread.State.BLOCKED));
      Thread.startVirtualThread(ran::countDown);

      assertThat(watch.check()).isGreaterThan(2);

      ran.await();
      assertThat(waiting).allMatch(Thread::isAlive);
      assertThat(scheduler.getParallelism()).isEqualTo(2);
    }
    for (Thread one : waiting) {
      one.join();
    }
  }

  @Test
  void aSchedulerThatKeepsUpIsLeftAsItIs() throws Exception {
    var watch = new CarrierWatch(scheduler, Duration.ofSeconds(30));

    assertThat(watch.check()).isEqualTo(before);
  }
}
