package sml.gateway.jobs;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Does the same with many things, a few at a time. */
public final class ParallelRunner {
  private ParallelRunner() {}

  /**
   * Works on all items and returns when all are done. A task that fails stops no other.
   *
   * @throws CancellationException when the caller is interrupted: work under way is ended, what has
   *     not begun does not begin, and the caller stays interrupted
   * @throws RuntimeException the first failure of a task, with the others suppressed in it
   */
  public static <T> void each(List<T> items, int atATime, Consumer<T> task) {
    var places = new Semaphore(atATime);
    var failures = new ConcurrentLinkedQueue<RuntimeException>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (T item : items) {
        threads.execute(
            () -> {
              try {
                places.acquire();
              } catch (InterruptedException ended) {
                return;
              }
              try {
                task.accept(item);
              } catch (RuntimeException failure) {
                failures.add(failure);
              } finally {
                places.release();
              }
            });
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("it was stopped");
    }
    RuntimeException first = failures.poll();
    if (first != null) {
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }
}
