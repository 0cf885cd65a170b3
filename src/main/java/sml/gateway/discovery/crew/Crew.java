package sml.gateway.discovery.crew;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Does the same with many things, a few at a time. */
public final class Crew {
  private Crew() {}

  /**
   * Works on all items and returns when all are done; the task must not throw. Whoever interrupts
   * the caller ends the work under way, and what has not begun does not begin.
   */
  public static <T> void each(List<T> items, int atATime, Consumer<T> task) {
    var places = new Semaphore(atATime);
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
              } finally {
                places.release();
              }
            });
      }
    }
  }
}
