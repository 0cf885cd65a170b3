package sml.gateway.learning.results;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Persisted;

/** How attempts ended, by model and category. */
public interface Results extends Persisted<Results.Row> {

  /** A complete answer; times in milliseconds from the start of the attempt. */
  void answered(ModelRef ref, Category category, @Nullable Long firstMs, long wholeMs);

  /** A failure the model or its provider is to blame for. */
  void failed(ModelRef ref, Category category);

  /** Notes a time to first content without a verdict, of a question of our own. */
  void timed(ModelRef ref, long firstMs);

  /** What is known of a model in a category. */
  Record of(ModelRef ref, Category category);

  /**
   * A live record.
   *
   * @param success expected share of answers, 0 to 1
   * @param samples results in this category it rests on, faded
   */
  record Record(
      double success, long samples, @Nullable Duration usualFirst, @Nullable Duration usualWhole) {}

  /**
   * One row of {@code routing_stats}.
   *
   * @param model model id, {@code *} for all of the provider
   * @param category category id, {@code *} for all of them
   * @param firstTimes counts per time bucket, to be restored
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Row(
      String provider,
      String model,
      String category,
      long calls,
      long answered,
      double successWeight,
      double failureWeight,
      @Nullable Long p50Ms,
      @Nullable Long p99Ms,
      @Nullable Long firstP50Ms,
      Integer[] firstTimes,
      Integer[] wholeTimes,
      long updatedMs) {

    /** Mean time of the answers that are remembered, null while there is none. */
    public @Nullable Long meanMs() {
      return Histogram.mean(wholeTimes);
    }
  }
}
