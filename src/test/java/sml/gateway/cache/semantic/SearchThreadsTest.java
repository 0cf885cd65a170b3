package sml.gateway.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What hangs never ends here, so a search that waited for it would never end either. */
class SearchThreadsTest {
  private static final Duration LITTLE = Duration.ofMillis(1);
  private static final int MORE_THAN_THREADS = 40;

  @Test
  void whatIsFoundInTimeIsReturned() throws IOException {
    try (var threads = SearchThreads.pooled()) {
      assertThat(threads.<String>within(Duration.ofMinutes(1), () -> "found")).isEqualTo("found");
    }
  }

  @Test
  void whatIsLateIsInterruptedAndItsThreadIsFreeAgain() throws IOException {
    try (var threads = SearchThreads.pooled()) {
      for (int number = 0; number < MORE_THAN_THREADS; number++) {
        assertThatThrownBy(
                () ->
                    threads.within(
                        LITTLE,
                        () -> {
                          new CountDownLatch(1).await();
                          return "never";
                        }))
            .isInstanceOf(IOException.class)
            .hasCauseInstanceOf(TimeoutException.class);
      }
      assertThat(threads.<String>within(Duration.ofMinutes(1), () -> "found")).isEqualTo("found");
    }
  }

  @Test
  void theWaitForAThreadCountsAndWhatNeverBeganIsNotRunLater() {
    var waiting = new ArrayList<Runnable>();
    var runs = new AtomicInteger();
    var threads = SearchThreads.of(waiting::add, Runnable::run);
    assertThatThrownBy(() -> threads.within(LITTLE, runs::incrementAndGet))
        .isInstanceOf(IOException.class)
        .hasCauseInstanceOf(TimeoutException.class);
    waiting.forEach(Runnable::run);
    assertThat(runs).hasValue(0);
  }

  @Test
  void whereTooMuchIsWaitingASearchFailsAtOnceAndNothingIsRemembered() {
    var threads = SearchThreads.of(SearchThreadsTest::refuse, SearchThreadsTest::refuse);
    assertThatThrownBy(() -> threads.within(Duration.ofDays(1), () -> "never"))
        .isInstanceOf(IOException.class);
    threads.later(() -> assertThat(true).isFalse());
  }

  private static void refuse(Runnable task) {
    throw new RejectedExecutionException(task.toString());
  }
}
