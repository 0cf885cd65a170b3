package sml.gateway.chat.hedge;

/** The standard normal distribution. */
public final class NormalDistribution {
  private NormalDistribution() {}

  /** Its density. */
  public static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  /** The share below {@code x}; Abramowitz and Stegun 26.2.17, exact to 7.5e-8. */
  public static double cumulative(double x) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double tail =
        density(x)
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return x >= 0 ? 1 - tail : tail;
  }

  /** Density over the share above {@code x}; its asymptote where that share is tiny. */
  public static double hazard(double x) {
    return x > 5 ? x + 1 / x : density(x) / (1 - cumulative(x));
  }
}
