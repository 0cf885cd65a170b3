package sml.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ParallelRunnerTest {
  private final Queue<Integer> done = new ConcurrentLinkedQueue<>();

  @Test
  void aTaskThatFailsStopsNoOtherAndIsNotHidden() {
    assertThatThrownBy(
            () ->
                ParallelRunner.each(
                    List.of(1, 2, 3),
                    1,
                    item -> {
                      if (item == 2) {
                        throw new IllegalStateException("not saved");
                      }
                      done.add(item);
                    }))
        .hasMessage("not saved");
    assertThat(done).containsExactlyInAnyOrder(1, 3);
  }

  @Test
  void whoIsStoppedDoesNotLookAsIfAllWereDone() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var end = new AtomicReference<Throwable>();
    var caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    ParallelRunner.each(List.of(1, 2, 3), 1, item -> hang(item, begun));
                  } catch (CancellationException stopped) {
                    end.set(stopped);
                    done.add(Thread.currentThread().isInterrupted() ? -1 : -2);
                  }
                });
    begun.await();
    caller.interrupt();
    caller.join();
    assertThat(end.get()).isNotNull();
    assertThat(done).containsExactly(-1);
  }

  private void hang(int item, CountDownLatch begun) {
    begun.countDown();
    try {
      new CountDownLatch(1).await();
      done.add(item);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
