package sml.gateway.modelhealth.results;

/**
 * Some results summed up: counts, successes and failures that fade by half-life, and the times of
 * the successes in milliseconds. Not thread-safe.
 */
final class ResultTotals {
  /** Results that decide: of those before, what is above this weight is forgotten. */
  private static final double MOST = 50;

  private final double halfLifeMs;
  private final LatencyHistogram first = new LatencyHistogram();
  private final LatencyHistogram whole = new LatencyHistogram();
  private long calls;
  private long answered;
  private double successes;
  private double failures;
  private long fadedAtMs;

  ResultTotals(double halfLifeMs) {
    this.halfLifeMs = halfLifeMs;
  }

  static ResultTotals of(ResultStatistics.Row row, double halfLifeMs) {
    ResultTotals resultTotals = new ResultTotals(halfLifeMs);
    resultTotals.add(row);
    return resultTotals;
  }

  void answered(long wholeMs, long now) {
    fade(now);
    calls++;
    answered++;
    successes++;
    whole.add(wholeMs);
    bound();
  }

  void failed(long now) {
    fade(now);
    calls++;
    failures++;
    bound();
  }

  void timed(long firstMs, long now) {
    fade(now);
    first.add(firstMs);
  }

  /** Adds what was summed up elsewhere, both faded to the later of the two. */
  void add(ResultStatistics.Row row) {
    fade(row.updatedMs());
    double left = left(row.updatedMs(), fadedAtMs);
    calls += row.calls();
    answered += row.answered();
    successes += row.successWeight() * left;
    failures += row.failureWeight() * left;
    first.add(row.firstTimes());
    whole.add(row.wholeTimes());
    bound();
  }

  double successes(long now) {
    return successes * left(fadedAtMs, now);
  }

  double failures(long now) {
    return failures * left(fadedAtMs, now);
  }

  /** Successes and failures, faded until the last result. */
  double weight() {
    return successes + failures;
  }

  LatencyHistogram first() {
    return first;
  }

  LatencyHistogram whole() {
    return whole;
  }

  ResultStatistics.Row row(String provider, String model, String category) {
    return new ResultStatistics.Row(
        provider,
        model,
        category,
        calls,
        answered,
        successes,
        failures,
        first.save(),
        whole.save(),
        fadedAtMs);
  }

  private void bound() {
    double kept = Math.min(1, MOST / Math.max(1, weight()));
    successes *= kept;
    failures *= kept;
  }

  private void fade(long now) {
    double left = left(fadedAtMs, now);
    successes *= left;
    failures *= left;
    fadedAtMs = Math.max(fadedAtMs, now);
  }

  private double left(long then, long now) {
    return now <= then ? 1 : Math.pow(2, -(now - then) / halfLifeMs);
  }
}
