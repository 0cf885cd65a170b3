package sml.gateway.modelhealth.quotas.rates;

/** How a quota of a day or longer is spread over its time. */
public final class DailyPacing {
  // what is left can still be used when nothing else serves, so it never looks used up
  private static final double LEAST = 0.05;

  private DailyPacing() {}

  /**
   * How freely a quota may be used now, 0 to 1: 1 while the share left is at least the share of the
   * time left, then falling, almost to nothing when {@code ahead} of it was used too early, or the
   * less the nearer the end is; 0 only when nothing is left.
   *
   * @param left share of the quota that is left, 0 to 1
   * @param timeLeft share of its period that is left, 0 to 1
   * @param ahead share of the quota that may be used before its time, above 0 to 1
   */
  public static double headroom(double left, double timeLeft, double ahead) {
    if (left <= 0) {
      return 0;
    }
    double usedEarly = timeLeft - left;
    return usedEarly <= 0 ? 1 : Math.max(LEAST * left, 1 - usedEarly / (ahead * timeLeft));
  }
}
