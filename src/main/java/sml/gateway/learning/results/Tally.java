package sml.gateway.learning.results;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Successes and failures that fade by half-life, and the times of the successes. Not thread-safe.
 */
final class Tally {
  private final double halfLifeMs;
  final Histogram first = new Histogram();
  final Histogram whole = new Histogram();
  private double successes;
  private double failures;
  private long fadedAtMs;
  long calls;
  long answered;
  private @Nullable Duration usualFirst;
  private @Nullable Duration usualWhole;

  Tally(Duration halfLife) {
    this.halfLifeMs = halfLife.toMillis();
  }

  void answered(@Nullable Long firstMs, long wholeMs, long now) {
    fade(now);
    calls++;
    answered++;
    successes++;
    whole.add(wholeMs);
    usualWhole = median(whole);
    if (firstMs != null) {
      timed(firstMs);
    }
  }

  void timed(long firstMs) {
    first.add(firstMs);
    usualFirst = median(first);
  }

  void failed(long now) {
    fade(now);
    calls++;
    failures++;
  }

  private void fade(long now) {
    double left = left(now);
    successes *= left;
    failures *= left;
    fadedAtMs = now;
  }

  private double left(long now) {
    return now <= fadedAtMs ? 1 : Math.pow(2, -(now - fadedAtMs) / halfLifeMs);
  }

  double successes(long now) {
    return successes * left(now);
  }

  double failures(long now) {
    return failures * left(now);
  }

  @Nullable Duration usualFirst() {
    return usualFirst;
  }

  @Nullable Duration usualWhole() {
    return usualWhole;
  }

  void restore(Results.Row row) {
    calls = row.calls();
    answered = row.answered();
    successes = row.successWeight();
    failures = row.failureWeight();
    fadedAtMs = row.updatedMs();
    first.restore(row.firstTimes());
    whole.restore(row.wholeTimes());
    usualFirst = median(first);
    usualWhole = median(whole);
  }

  private static @Nullable Duration median(Histogram times) {
    Long millis = times.quantile(0.5);
    return millis == null ? null : Duration.ofMillis(millis);
  }
}
