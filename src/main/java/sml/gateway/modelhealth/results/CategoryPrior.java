package sml.gateway.modelhealth.results;

/**
 * How much the results of other categories count for one: all of them where both agree, hardly any
 * where a model has become bad at a category. Two models of the results of a category are weighed
 * by their likelihood, each half as likely at first: that it is like the others, a Beta
 * distribution as sure as they are, and that it is like them only as much as {@link #LOOSE}
 * results. The likelihood of {@code g} successes and {@code b} failures, Beta-binomial with mean
 * {@code p} and weight {@code w}, is {@code B(pw + g, (1-p)w + b) / B(pw, (1-p)w)}, B being the
 * Beta function.
 */
final class CategoryPrior {
  private static final double LOOSE = 3;

  private CategoryPrior() {}

  /** The part of {@code weight} that counts, 0 to 1. */
  static double share(double expected, double weight, double good, double bad) {
    if (weight <= LOOSE || good + bad == 0) {
      return 1;
    }
    double like = logLikelihood(expected, weight, good, bad);
    double unlike = logLikelihood(expected, LOOSE, good, bad);
    double alike = 1 / (1 + Math.exp(unlike - like));
    return alike + (1 - alike) * LOOSE / weight;
  }

  private static double logLikelihood(double mean, double weight, double good, double bad) {
    double p = Math.clamp(mean, 0.01, 0.99);
    return logRising(p * weight, good)
        + logRising((1 - p) * weight, bad)
        - logRising(weight, good + bad);
  }

  /** The logarithm of the gamma function of {@code from + count} over that of {@code from}. */
  private static double logRising(double from, double count) {
    return logGamma(from + count) - logGamma(from);
  }

  /** Stirling's series above eight, where it is exact to seven digits. */
  private static double logGamma(double x) {
    double shifted = x;
    double product = 1;
    while (shifted < 8) {
      product *= shifted;
      shifted++;
    }
    double series = 1 / (12 * shifted) - 1 / (360 * shifted * shifted * shifted);
    return (shifted - 0.5) * Math.log(shifted)
        - shifted
        + Math.log(2 * Math.PI) / 2
        + series
        - Math.log(product);
  }
}
