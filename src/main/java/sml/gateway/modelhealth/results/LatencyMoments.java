package sml.gateway.modelhealth.results;

import sml.gateway.chat.hedge.LatencyDistribution;
import sml.gateway.chat.hedge.NormalDistribution;

/**
 * Times until content, summed up by the mean and the variance of their logarithms. Old times fade
 * with each new one, so that the last two dozen decide. Not thread-safe.
 *
 * <p>A call that was cancelled says only that it would have taken longer. Such a time counts as the
 * one to expect beyond it, {@code mean + spread * h((x - mean) / spread)} with the hazard {@code h}
 * of the normal distribution (one step of the EM algorithm for censored data), and for half.
 */
final class LatencyMoments {
  private static final double MOST = 24;
  private static final double CENSORED = 0.5;

  /** Spread of the logarithm where nothing is known: 19 of 20 answers begin within 2.7 medians. */
  private static final double USUAL_SPREAD = 0.6;

  /** Results that the assumed spread is worth. */
  private static final double SPREAD_WEIGHT = 3;

  /** Results of its provider's other models that a model's mean is based on at first. */
  private static final double POOLED = 1.5;

  /** How much two models of one provider differ, as a deviation of the logarithm. */
  private static final double APART = 0.5;

  private double weight;
  private double mean;
  private double squares;

  void add(long millis) {
    add(Math.log(Math.max(1, millis)), 1);
  }

  /** A call that was still silent after this time. */
  void addAtLeast(long millis, LatencyDistribution expected) {
    double log = Math.log(Math.max(1, millis));
    double deviations = (log - expected.logMean()) / expected.logSpread();
    add(
        expected.logMean() + expected.logSpread() * NormalDistribution.hazard(deviations),
        CENSORED);
  }

  private void add(double log, double count) {
    double kept = Math.min(weight, MOST - count);
    squares *= weight == 0 ? 0 : kept / weight;
    weight = kept + count;
    double step = log - mean;
    mean += step * count / weight;
    squares += count * step * (log - mean);
  }

  /** Starts from a saved histogram, unless newer times were measured. */
  void restore(LatencyHistogram times) {
    if (weight == 0 && times.total() > 0) {
      weight = Math.min(MOST, times.total());
      mean = times.logMean();
      squares = times.logVariance() * weight;
    }
  }

  double weight() {
    return weight;
  }

  /** What is expected of a model whose provider is known by these, where nothing else is known. */
  LatencyDistribution over(LatencyDistribution assumed) {
    double pooled = assumed.results() > 0 ? POOLED : 1;
    double all = weight + pooled;
    double logMean = (weight * mean + pooled * assumed.logMean()) / all;
    double spread =
        Math.sqrt(
            (squares + SPREAD_WEIGHT * USUAL_SPREAD * USUAL_SPREAD) / (weight + SPREAD_WEIGHT));
    double doubt =
        Math.sqrt((spread * spread + APART * APART * pooled / all + assumedDoubt(assumed)) / all);
    return new LatencyDistribution(logMean, spread, doubt, weight);
  }

  private static double assumedDoubt(LatencyDistribution assumed) {
    return assumed.logDoubt() * assumed.logDoubt();
  }
}
