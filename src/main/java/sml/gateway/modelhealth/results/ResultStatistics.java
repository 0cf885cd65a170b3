package sml.gateway.modelhealth.results;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.hedge.LatencyDistribution;
import sml.gateway.modelhealth.PersistedState;

/** How attempts ended, by model and category. */
public interface ResultStatistics extends PersistedState<ResultStatistics.Row> {

  /** A complete answer; times in milliseconds from the start of the attempt. */
  void answered(ModelRef ref, Category category, @Nullable Long firstMs, long wholeMs);

  /** A failure the model or its provider is to blame for. */
  void failed(ModelRef ref, Category category);

  /** Records a time to first content without a result, for a request of the gateway itself. */
  void timed(ModelRef ref, long firstMs);

  /** What is known of a model in a category. */
  Record of(ModelRef ref, Category category);

  /** How long a model takes, over all categories. */
  LatencyDistribution delay(ModelRef ref, LatencyDistribution.Until until);

  /** A call had no content yet when it was cancelled after this time. */
  void outlasted(ModelRef ref, LatencyDistribution.Until until, long millis);

  /** What is known right now of every model, and of every provider with the model {@code *}. */
  List<Live> live();

  /**
   * One model's figures from memory; no database read behind it.
   *
   * @param success expected share of answers over all categories, 0 to 1
   * @param samples results it is based on, faded
   * @param first median time to the first content of a stream, null while unknown
   * @param whole median time of an answer, null while unknown
   */
  record Live(
      String provider,
      String model,
      double success,
      long samples,
      @Nullable Duration first,
      @Nullable Duration whole) {}

  /** The expected share of answers that a row of all categories stands for, 0 to 1. */
  double score(Row row);

  /** Both rows in one: what the table has, and what it does not have yet. */
  Row sum(Row saved, Row unsaved);

  /**
   * A live record.
   *
   * @param success expected share of answers, 0 to 1
   * @param samples results in this category it is based on, faded
   * @param evidence weight of all it is based on: prior, other categories and this one
   */
  record Record(
      double success,
      long samples,
      double evidence,
      @Nullable Duration usualFirst,
      @Nullable Duration usualWhole) {}

  /**
   * One row of {@code routing_stats}, or what is to be added to one.
   *
   * @param model model id, {@code *} for all of the provider
   * @param category category id, {@code *} for all of them
   * @param successWeight successes faded until {@code updatedMs}
   * @param failureWeight failures faded until {@code updatedMs}
   * @param firstTimes counts per time bucket
   * @param wholeTimes counts per time bucket
   * @param updatedMs of the last result, epoch milliseconds
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
      Integer[] firstTimes,
      Integer[] wholeTimes,
      long updatedMs) {

    /** Median time of the answers that are remembered, null while there is none. */
    public @Nullable Long p50Ms() {
      return LatencyHistogram.quantile(wholeTimes, 0.5);
    }

    /** The time that one answer in a hundred takes longer than, null while there is none. */
    public @Nullable Long p99Ms() {
      return LatencyHistogram.quantile(wholeTimes, 0.99);
    }

    /** Median time to the first content, null while there is none. */
    public @Nullable Long firstP50Ms() {
      return LatencyHistogram.quantile(firstTimes, 0.5);
    }

    /** Mean time of the answers that are remembered, null while there is none. */
    public @Nullable Long meanMs() {
      return LatencyHistogram.mean(wholeTimes);
    }
  }
}
