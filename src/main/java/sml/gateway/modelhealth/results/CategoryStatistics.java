package sml.gateway.modelhealth.results;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.hedge.LatencyDistribution;

/**
 * The results of one model in one category: everything that is known, of all replicas, and the part
 * of it that the table does not have yet. Not thread-safe.
 */
final class CategoryStatistics {
  private final double halfLifeMs;
  private ResultTotals total;
  private @Nullable ResultTotals unsaved;
  private final Map<LatencyDistribution.Until, LatencyMoments> delays =
      Stream.of(LatencyDistribution.Until.values())
          .collect(Collectors.toMap(until -> until, until -> new LatencyMoments()));

  CategoryStatistics(Duration halfLife) {
    this.halfLifeMs = halfLife.toMillis();
    this.total = new ResultTotals(halfLifeMs);
  }

  void answered(@Nullable Long firstMs, long wholeMs, long now) {
    total.answered(wholeMs, now);
    unsaved().answered(wholeMs, now);
    if (firstMs == null) {
      delays(LatencyDistribution.Until.WHOLE_ANSWER).add(wholeMs);
    } else {
      timed(firstMs, now);
      delays(LatencyDistribution.Until.STREAM_END).add(wholeMs);
    }
  }

  void timed(long firstMs, long now) {
    total.timed(firstMs, now);
    unsaved().timed(firstMs, now);
    delays(LatencyDistribution.Until.FIRST_CONTENT).add(firstMs);
  }

  void failed(long now) {
    total.failed(now);
    unsaved().failed(now);
  }

  private ResultTotals unsaved() {
    ResultTotals resultTotals = unsaved == null ? new ResultTotals(halfLifeMs) : unsaved;
    unsaved = resultTotals;
    return resultTotals;
  }

  double successes(long now) {
    return total.successes(now);
  }

  double failures(long now) {
    return total.failures(now);
  }

  @Nullable Duration usualFirst() {
    return median(total.first());
  }

  @Nullable Duration usualWhole() {
    return median(total.whole());
  }

  /** Times of that kind, or of the one that bounds it while none was measured. */
  LatencyMoments known(LatencyDistribution.Until until) {
    LatencyMoments own = delays(until);
    return own.weight() > 0
        ? own
        : switch (until) {
          case FIRST_CONTENT, STREAM_END -> delays(LatencyDistribution.Until.WHOLE_ANSWER);
          case WHOLE_ANSWER -> delays(LatencyDistribution.Until.STREAM_END);
        };
  }

  LatencyMoments delays(LatencyDistribution.Until until) {
    return Objects.requireNonNull(delays.get(until));
  }

  /**
   * What the table does not have yet, null when that is nothing; from now on it counts as saved.
   */
  @Nullable ResultTotals takeUnsaved() {
    ResultTotals taken = unsaved;
    unsaved = null;
    return taken;
  }

  /** What the table has now; what it does not have yet counts on top. */
  void restore(ResultStatistics.Row row) {
    total = ResultTotals.of(row, halfLifeMs);
    if (unsaved != null) {
      total.add(unsaved.row(row.provider(), row.model(), row.category()));
    }
    delays(LatencyDistribution.Until.FIRST_CONTENT).restore(total.first());
    // the table does not keep streams and whole answers apart
    delays(LatencyDistribution.Until.STREAM_END).restore(total.whole());
    delays(LatencyDistribution.Until.WHOLE_ANSWER).restore(total.whole());
  }

  private static @Nullable Duration median(LatencyHistogram times) {
    Long millis = times.quantile(0.5);
    return millis == null ? null : Duration.ofMillis(millis);
  }
}
