package sml.gateway.observability.traffic;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Times counted in buckets, which add up over models, hours and gateways. With {@code n} buckets to
 * a factor of two, bucket {@code b} holds times of about {@code 2^((b + 0.5) / n)} milliseconds: 16
 * are exact to 2 %, 4 to 9 %.
 */
public final class LatencyBuckets {
  private final SortedMap<Integer, Long> counts = new TreeMap<>();
  private final int toAFactorOfTwo;

  public LatencyBuckets(int toAFactorOfTwo) {
    this.toAFactorOfTwo = toAFactorOfTwo;
  }

  /** Buckets as {@code traffic_times} has them. */
  static LatencyBuckets ofTraffic() {
    return new LatencyBuckets(4);
  }

  /** Adds times to a bucket. */
  public void add(int bucket, long times) {
    if (times > 0) {
      counts.merge(bucket, times, Long::sum);
    }
  }

  /** By nearest rank; the middle of the bucket it lies in, null without times. */
  public @Nullable Long percentile(double share) {
    long total = counts.values().stream().mapToLong(Long::longValue).sum();
    long rank = (long) Math.ceil(share * total);
    long seen = 0;
    for (Map.Entry<Integer, Long> bucket : counts.entrySet()) {
      seen += bucket.getValue();
      if (seen >= rank) {
        return Math.round(Math.pow(2, (bucket.getKey() + 0.5) / toAFactorOfTwo));
      }
    }
    return null;
  }

  Percentiles percentiles() {
    return new Percentiles(percentile(0.50), percentile(0.95), percentile(0.99));
  }

  /** Milliseconds, null when there were no answers. */
  record Percentiles(@Nullable Long p50, @Nullable Long p95, @Nullable Long p99) {}
}
