package sml.gateway.learning.results;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Delay;

/**
 * The results of one model in one category: everything that is known, of all replicas, and the part
 * of it that the table does not have yet. Not thread-safe.
 */
final class Tally {
  private final double halfLifeMs;
  private Sums total;
  private @Nullable Sums unsaved;
  private final Map<Delay.Until, Delays> delays =
      Stream.of(Delay.Until.values())
          .collect(Collectors.toMap(until -> until, until -> new Delays()));

  Tally(Duration halfLife) {
    this.halfLifeMs = halfLife.toMillis();
    this.total = new Sums(halfLifeMs);
  }

  void answered(@Nullable Long firstMs, long wholeMs, long now) {
    total.answered(wholeMs, now);
    unsaved().answered(wholeMs, now);
    if (firstMs == null) {
      delays(Delay.Until.WHOLE_ANSWER).add(wholeMs);
    } else {
      timed(firstMs, now);
      delays(Delay.Until.STREAM_END).add(wholeMs);
    }
  }

  void timed(long firstMs, long now) {
    total.timed(firstMs, now);
    unsaved().timed(firstMs, now);
    delays(Delay.Until.FIRST_CONTENT).add(firstMs);
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
    return median(total.first());
  }

  @Nullable Duration usualWhole() {
    return median(total.whole());
  }

  /** Times of that kind, or of the one that bounds it while none was measured. */
  Delays known(Delay.Until until) {
    Delays own = delays(until);
    return own.weight() > 0
        ? own
        : switch (until) {
          case FIRST_CONTENT, STREAM_END -> delays(Delay.Until.WHOLE_ANSWER);
          case WHOLE_ANSWER -> delays(Delay.Until.STREAM_END);
        };
  }

  Delays delays(Delay.Until until) {
    return Objects.requireNonNull(delays.get(until));
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
    delays(Delay.Until.FIRST_CONTENT).restore(total.first());
    // the table does not keep streams and whole answers apart
    delays(Delay.Until.STREAM_END).restore(total.whole());
    delays(Delay.Until.WHOLE_ANSWER).restore(total.whole());
  }

  private static @Nullable Duration median(Histogram times) {
    Long millis = times.quantile(0.5);
    return millis == null ? null : Duration.ofMillis(millis);
  }
}
