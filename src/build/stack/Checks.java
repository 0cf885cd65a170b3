package stack;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** Says what holds, and ends the run at the first thing that does not. */
final class Checks {
  private static final long PAUSE_MS = 50;

  private Checks() {}

  /** A condition that comes true in time. */
  @FunctionalInterface
  interface Check {
    boolean holds() throws Exception;
  }

  static void check(String what, boolean holds) {
    if (!holds) {
      throw new AssertionError("does not hold: " + what);
    }
    System.out.println("holds: " + what);
  }

  /**
   * Waits until {@code check} holds and returns after how long; trouble on the way is no answer.
   */
  static double await(String what, double mostSeconds, Check check) throws Exception {
    double took = seconds(mostSeconds, check);
    if (took < 0) {
      throw new AssertionError("does not come true within %.0f s: %s".formatted(mostSeconds, what));
    }
    System.out.printf("holds: %s (after %.1f s)%n", what, took);
    return took;
  }

  /** Seconds until {@code check} holds; negative when it does not in time. */
  static double seconds(double most, Check check) throws Exception {
    long from = System.nanoTime();
    while (System.nanoTime() - from < most * 1e9) {
      try {
        if (check.holds()) {
          return (System.nanoTime() - from) / 1e9;
        }
      } catch (IOException | SQLException notYet) {
        // asked again below
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }
    return -1;
  }

  static void say(String format, Object... values) {
    System.out.printf(format + "%n", values);
  }
}
