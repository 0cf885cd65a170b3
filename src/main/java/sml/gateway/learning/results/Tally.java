package sml.gateway.learning.results;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Standings.Times;

/**
 * The results of one model in one category: everything that is known, of all replicas, and the part
 * of it that the table does not have yet. Not thread-safe.
 */
final class Tally {
  private static final double LATE = 0.95;

  private final double halfLifeMs;
  private Sums total;
  private @Nullable Sums unsaved;
  private volatile Times times = Times.UNKNOWN;

  Tally(Duration halfLife) {
    this.halfLifeMs = halfLife.toMillis();
    this.total = new Sums(halfLifeMs);
  }

  void answered(@Nullable Long firstMs, long wholeMs, long now) {
    total.answered(wholeMs, now);
    unsaved().answered(wholeMs, now);
    if (firstMs != null) {
      timed(firstMs, now);
    } else {
      times = read();
    }
  }

  void timed(long firstMs, long now) {
    total.timed(firstMs, now);
    unsaved().timed(firstMs, now);
    times = read();
  }

  void failed(long now) {
    total.failed(now);
    unsaved().failed(now);
    times = read();
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
    return times.first();
  }

  @Nullable Duration usualWhole() {
    return times.whole();
  }

  Times times() {
    return times;
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
    times = read();
  }

  private Times read() {
    return new Times(
        quantile(total.first(), 0.5),
        quantile(total.first(), LATE),
        quantile(total.whole(), 0.5),
        quantile(total.whole(), LATE),
        total.weight());
  }

  private static @Nullable Duration quantile(Histogram times, double share) {
    Long millis = times.quantile(share);
    return millis == null ? null : Duration.ofMillis(millis);
  }
}
