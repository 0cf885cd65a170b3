package sml.gateway.routing;

import java.util.List;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.hedge.LatencyDistribution;

/**
 * How much sooner content comes when a further candidate is asked beside others: the integral over
 * time of the chance that the others are silent and it is not, by the trapezoidal rule.
 *
 * <p>What is sooner is not always better: the first content wins, so a further candidate that is
 * less often right takes the answer from a better one. That costs {@code P(it is first) *
 * qualityWorth * (quality of the first - its own)} points, and a point is worth the time that it
 * stands for in {@link Utility}, whose derivative is {@code timeWorth / (1 + seconds)^2} per
 * second.
 */
final class HedgeGain {
  /** Each step of the integration is this much longer than the one before. */
  private static final double STEP = 1.35;

  private static final double FIRST_MS = 20;
  private static final double LAST_MS = 20_000;

  private HedgeGain() {}

  /** Mean time that the candidate at {@code further} saves, less what its worse answers cost. */
  static double worthMillis(List<Candidate> candidates, int further, RoutingSettings settings) {
    Candidate first = candidates.getFirst();
    Candidate next = candidates.get(further);
    double saved = millis(candidates, further);
    double loss = lossMillis(first, next, settings);
    return loss == 0 ? saved : saved - loss * isFirst(candidates, further);
  }

  /**
   * Mean time that {@code next} saves when it is asked after {@code asked} has been silent for
   * {@code silentMs}, less what its worse answers cost.
   */
  static double worthMillis(
      Candidate asked, Candidate next, double silentMs, RoutingSettings settings) {
    double saved = millis(asked.delay(), next.delay(), silentMs);
    double loss = lossMillis(asked, next, settings);
    return loss == 0 ? saved : saved - loss * isFirst(asked.delay(), next.delay(), silentMs);
  }

  /** The time that an answer of {@code next} in the place of one of {@code first} is worth. */
  private static double lossMillis(Candidate first, Candidate next, RoutingSettings settings) {
    double worse = Math.max(0, first.value().quality() - next.value().quality());
    double slower = 1 + first.value().seconds();
    return 1000 * settings.qualityWorth() * worse * slower * slower / settings.timeWorth();
  }

  /** The chance that the candidate at {@code further} gives content before those before it. */
  private static double isFirst(List<Candidate> candidates, int further) {
    LatencyDistribution own = candidates.get(further).delay();
    double sum = 0;
    double from = 0;
    double last = 1;
    for (double to = FIRST_MS; to < LAST_MS; to *= STEP) {
      double left = own.silent(to);
      double others = 1;
      for (int i = 0; i < further; i++) {
        others *= candidates.get(i).delay().silent((from + to) / 2);
      }
      sum += (last - left) * others;
      last = left;
      from = to;
    }
    return sum;
  }

  private static double isFirst(
      LatencyDistribution asked, LatencyDistribution next, double silentMs) {
    double still = asked.silent(silentMs);
    if (still < 1e-6) {
      return 1;
    }
    double sum = 0;
    double from = 0;
    double last = 1;
    for (double to = FIRST_MS; to < LAST_MS; to *= STEP) {
      double left = next.silent(to);
      sum += (last - left) * asked.silent(silentMs + (from + to) / 2) / still;
      last = left;
      from = to;
    }
    return sum;
  }

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
  static double millis(LatencyDistribution asked, LatencyDistribution next, double silentMs) {
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
