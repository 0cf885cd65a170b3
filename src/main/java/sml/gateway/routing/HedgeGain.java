package sml.gateway.routing;

import java.util.List;
import java.util.stream.DoubleStream;
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
  private static final double FIRST_MS = 20;
  private static final double LAST_MS = 20_000;

  /** The ends of the steps of an integration; each step is longer than the one before. */
  private static final double[] ENDS =
      DoubleStream.iterate(FIRST_MS, to -> to < LAST_MS, to -> to * 1.35).toArray();

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
   * The first of some times of silence of {@code asked} after which {@code next} is worth asking
   * beside it: it then saves {@code rescueWorth} on average, less what its worse answers cost.
   *
   * @param soonestMs the first of these times; each is half as long again as the one before
   * @param lateMs the end of these times, returned when none of them is worth it
   */
  static double worthwhileAfter(
      Candidate asked, Candidate next, double soonestMs, double lateMs, RoutingSettings settings) {
    double loss = lossMillis(asked, next, settings);
    double[] nextSilent = silentAtEnds(next.delay());
    for (double silentMs = soonestMs; silentMs < lateMs; silentMs *= 1.5) {
      double saved = millis(asked.delay(), nextSilent, silentMs);
      double worth =
          loss == 0 ? saved : saved - loss * isFirst(asked.delay(), nextSilent, silentMs);
      if (worth >= settings.rescueWorth().toMillis()) {
        return silentMs;
      }
    }
    return lateMs;
  }

  private static double[] silentAtEnds(LatencyDistribution delay) {
    double[] silent = new double[ENDS.length];
    for (int i = 0; i < ENDS.length; i++) {
      silent[i] = delay.silent(ENDS[i]);
    }
    return silent;
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
    for (double to : ENDS) {
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

  private static double isFirst(LatencyDistribution asked, double[] nextSilent, double silentMs) {
    double still = asked.silent(silentMs);
    if (still < 1e-6) {
      return 1;
    }
    double sum = 0;
    double from = 0;
    double last = 1;
    for (int i = 0; i < ENDS.length; i++) {
      double to = ENDS[i];
      sum += (last - nextSilent[i]) * asked.silent(silentMs + (from + to) / 2) / still;
      last = nextSilent[i];
      from = to;
    }
    return sum;
  }

  /** Mean time in milliseconds that the candidate at {@code further} saves beside those before. */
  private static double millis(List<Candidate> candidates, int further) {
    double sum = 0;
    double before = 0;
    double from = 0;
    for (double to : ENDS) {
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

  /** Mean time that the next one saves when it is asked after {@code silentMs} of silence. */
  private static double millis(LatencyDistribution asked, double[] nextSilent, double silentMs) {
    double still = asked.silent(silentMs);
    if (still < 1e-6) {
      return LAST_MS;
    }
    double sum = 0;
    double before = 0;
    double from = 0;
    for (int i = 0; i < ENDS.length; i++) {
      double to = ENDS[i];
      double alone = asked.silent(silentMs + to) / still * (1 - nextSilent[i]);
      sum += (before + alone) / 2 * (to - from);
      before = alone;
      from = to;
    }
    return sum;
  }
}
