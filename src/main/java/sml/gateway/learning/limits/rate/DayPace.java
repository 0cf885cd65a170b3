package sml.gateway.learning.limits.rate;

/** How a quota of a day or longer is spread over its time. */
public final class DayPace {
  // what is left can still be used when nothing else serves, so it never looks used up
  private static final double LEAST = 0.05;

  private DayPace() {}

  /**
   * The share of a quota that is left, lowered as far as it was used faster than time passed: full
   * while the share left is at least the share of the time left, and falling to a twentieth of it
   * when {@code ahead} of the quota was used too early.
   *
   * @param left share of the quota that is left, 0 to 1
   * @param timeLeft share of its period that is left, 0 to 1
   * @param ahead share of the quota that may be used before its time, above 0 to 1
   */
  public static double headroom(double left, double timeLeft, double ahead) {
    double usedEarly = timeLeft - left;
    return usedEarly <= 0 ? left : left * Math.max(LEAST, 1 - usedEarly / ahead);
  }
}
