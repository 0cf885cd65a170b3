package sml.gateway.routing;

import java.util.List;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Delay;

/**
 * How much sooner content comes when a further candidate is asked beside others: the integral over
 * time of the chance that the others are silent and it is not, by the trapezoidal rule.
 */
final class Lead {
  /** Each step of the integration is this much longer than the one before. */
  private static final double STEP = 1.35;

  private static final double FIRST_MS = 20;
  private static final double LAST_MS = 20_000;

  private Lead() {}

  /** Mean time in milliseconds that the candidate at {@code further} saves beside those before. */
  static double millis(List<Candidate> candidates, int further) {
    double sum = 0;
    double before = 0;
    double from = 0;
    for (double to = FIRST_MS; to < LAST_MS; to *= STEP) {
      double alone = 1 - candidates.get(further).delay().silent(to);
      for (int i = 0; i < further; i++) {
        alone *= candidates.get(i).delay().silent(to);
      }
      sum += (before + alone) / 2 * (to - from);
      before = alone;
      from = to;
    }
    return sum;
  }

  /**
   * Mean time in milliseconds that {@code next} saves when it is asked after {@code asked} has been
   * silent for {@code silentMs}.
   */
  static double millis(Delay asked, Delay next, double silentMs) {
    double left = asked.silent(silentMs);
    if (left < 1e-6) {
      return LAST_MS;
    }
    double sum = 0;
    double before = 0;
    double from = 0;
    for (double to = FIRST_MS; to < LAST_MS; to *= STEP) {
      double alone = asked.silent(silentMs + to) / left * (1 - next.silent(to));
      sum += (before + alone) / 2 * (to - from);
      before = alone;
      from = to;
    }
    return sum;
  }
}
