package sml.gateway.school.api;

/** Shares as percentages or points. */
final class Percentages {
  private Percentages() {}

  /** 0 to 100 with one decimal. */
  static double of(double share) {
    return Math.round(1000 * share) / 10.0;
  }

  /** 0 to 10 with one decimal, the scale of benchmarks. */
  static double ofTen(double share) {
    return Math.round(100 * share) / 10.0;
  }
}
