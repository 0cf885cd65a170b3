package sml.gateway.modelhealth.results;

import org.jspecify.annotations.Nullable;

/**
 * Times in buckets that grow by a fourth root of two (a quantile is exact to about 9 %). It ages by
 * halving itself, so that the last few hundred results decide. Not thread-safe.
 */
final class LatencyHistogram {
  private static final int PER_OCTAVE = 4;
  private static final int BUCKETS = 21 * PER_OCTAVE;
  private static final int FULL = 512;

  private final int[] counts = new int[BUCKETS];
  private int total;

  void add(long millis) {
    if (total >= FULL) {
      halve();
    }
    counts[bucket(millis)]++;
    total++;
  }

  /**
   * Adds what another one has saved; an array of another length is of an older form and is left.
   */
  void add(Integer[] saved) {
    if (saved.length != BUCKETS) {
      return;
    }
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] += saved[i];
      total += saved[i];
    }
    while (total > FULL) {
      halve();
    }
  }

  /** The same of what was saved. */
  static @Nullable Long quantile(Integer[] saved, double share) {
    LatencyHistogram times = new LatencyHistogram();
    times.add(saved);
    return times.quantile(share);
  }

  /** The time below which this share of the results lies, null while there is none. */
  @Nullable Long quantile(double share) {
    if (total == 0) {
      return null;
    }
    long wanted = Math.max(1, (long) Math.ceil(share * total));
    long seen = 0;
    int bucket = 0;
    while (bucket < BUCKETS - 1 && (seen += counts[bucket]) < wanted) {
      bucket++;
    }
    return Math.round(middle(bucket));
  }

  /** The mean of what was saved, each time taken as the middle of its bucket. */
  static @Nullable Long mean(Integer[] saved) {
    double sum = 0;
    long count = 0;
    for (int bucket = 0; bucket < saved.length; bucket++) {
      sum += saved[bucket] * middle(bucket);
      count += saved[bucket];
    }
    return count == 0 ? null : Math.round(sum / count);
  }

  int total() {
    return total;
  }

  /** Mean of the logarithms; 0 while there is no result. */
  double logMean() {
    return total == 0 ? 0 : logSum(0, 1) / total;
  }

  /** Variance of the logarithms; 0 while there is no result. */
  double logVariance() {
    return total == 0 ? 0 : logSum(logMean(), 2) / total;
  }

  private double logSum(double from, int power) {
    double sum = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      sum += counts[bucket] * Math.pow(Math.log(middle(bucket)) - from, power);
    }
    return sum;
  }

  private static double middle(int bucket) {
    return Math.pow(2, (bucket + 0.5) / PER_OCTAVE);
  }

  private static int bucket(long millis) {
    double octaves = Math.log(Math.max(1, millis)) / Math.log(2);
    return Math.min(BUCKETS - 1, (int) (octaves * PER_OCTAVE));
  }

  private void halve() {
    total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] /= 2;
      total += counts[i];
    }
  }

  Integer[] save() {
    Integer[] saved = new Integer[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
      saved[i] = counts[i];
    }
    return saved;
  }
}
