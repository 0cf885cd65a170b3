package sml.gateway.learning.results;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The results of one model in one category: everything that is known, of all replicas, and the part
 * of it that the table does not have yet. Not thread-safe.
 */
final class Tally {
  private final double halfLifeMs;
  private Sums total;
  private @Nullable Sums unsaved;
  private @Nullable Duration usualFirst;
  private @Nullable Duration usualWhole;

  Tally(Duration halfLife) {
    this.halfLifeMs = halfLife.toMillis();
    this.total = new Sums(halfLifeMs);
  }

  void answered(@Nullable Long firstMs, long wholeMs, long now) {
    total.answered(wholeMs, now);
    unsaved().answered(wholeMs, now);
    usualWhole = median(total.whole());
    if (firstMs != null) {
      timed(firstMs, now);
    }
  }

  void timed(long firstMs, long now) {
    total.timed(firstMs, now);
    unsaved().timed(firstMs, now);
    usualFirst = median(total.first());
  }

  void failed(long now) {
    total.failed(now);
    unsaved().failed(now);
  }

  private Sums unsaved() {
    Sums sums = unsaved == null ? new Sums(halfLifeMs) : unsaved;
    unsaved = sums;
    return sums;
  }

  double successes(long now) {
    return total.successes(now);
  }

  double failures(long now) {
    return total.failures(now);
  }

  @Nullable Duration usualFirst() {
    return usualFirst;
  }

  @Nullable Duration usualWhole() {
    return usualWhole;
  }

  /**
   * What the table does not have yet, null when that is nothing; from now on it counts as saved.
   */
  @Nullable Sums takeUnsaved() {
    Sums taken = unsaved;
    unsaved = null;
    return taken;
  }

  /** What the table has now; what it does not have yet counts on top. */
  void restore(Results.Row row) {
    total = Sums.of(row, halfLifeMs);
    if (unsaved != null) {
      total.add(unsaved.row(row.provider(), row.model(), row.category()));
    }
    usualFirst = median(total.first());
    usualWhole = median(total.whole());
  }

  private static @Nullable Duration median(Histogram times) {
    Long millis = times.quantile(0.5);
    return millis == null ? null : Duration.ofMillis(millis);
  }
}
