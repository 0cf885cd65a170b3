package sml.gateway.modelhealth.results;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.hedge.LatencyDistribution;
import sml.gateway.modelhealth.BoundedMap;
import sml.gateway.modelhealth.PersistedState;

/**
 * How attempts ended, by model and category, in the memory of this process. Other replicas add
 * theirs to the same table, so what comes back from there is of all.
 */
public final class ResultStatistics implements PersistedState<ResultStatistics.Row> {
  private static final int MOST_PROVIDERS = 1_000;

  private final BoundedMap<ModelRef, ModelStatistics> models;
  private final BoundedMap<String, ModelStatistics> providers;
  private final Duration halfLife;
  private final ResultPrior resultPrior;
  private final Clock clock;

  /**
   * One model's figures from memory; no database read behind it.
   *
   * @param success expected share of answers over all categories, 0 to 1
   * @param samples results it is based on, faded
   * @param first median time to the first content of a stream, null while unknown
   * @param whole median time of an answer, null while unknown
   */
  public record Live(
      String provider,
      String model,
      double success,
      long samples,
      @Nullable Duration first,
      @Nullable Duration whole) {}

  /**
   * A live record.
   *
   * @param success expected share of answers, 0 to 1
   * @param samples results in this category it is based on, faded
   * @param evidence weight of all it is based on: prior, other categories and this one
   */
  public record Record(
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
  public record Row(
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

  public ResultStatistics(ResultPrior resultPrior, Duration halfLife, int mostModels, Clock clock) {
    this.halfLife = halfLife;
    this.resultPrior = resultPrior;
    this.clock = clock;
    this.models =
        new BoundedMap<>(
            mostModels,
            (ref, now) -> new ModelStatistics(ref.provider(), ref.model(), halfLife, now));
    this.providers =
        new BoundedMap<>(
            MOST_PROVIDERS,
            (name, now) -> new ModelStatistics(name, ModelStatistics.ALL, halfLife, now));
  }

  /** A complete answer; times in milliseconds from the start of the attempt. */
  public void answered(ModelRef ref, Category category, @Nullable Long firstMs, long wholeMs) {
    long now = clock.millis();
    models.of(ref, now).answered(category, firstMs, wholeMs, now);
    providers.of(ref.provider(), now).answered(category, firstMs, wholeMs, now);
  }

  /** A failure the model or its provider is to blame for. */
  public void failed(ModelRef ref, Category category) {
    long now = clock.millis();
    models.of(ref, now).failed(category, now);
    providers.of(ref.provider(), now).failed(category, now);
  }

  /** Records a time to first content without a result, for a request of the gateway itself. */
  public void timed(ModelRef ref, long firstMs) {
    long now = clock.millis();
    models.of(ref, now).timed(firstMs, now);
  }

  /** What is known of a model in a category. */
  public Record of(ModelRef ref, Category category) {
    long now = clock.millis();
    ModelStatistics provider = providers.peek(ref.provider());
    ModelStatistics modelStatistics = models.peek(ref);
    ResultPrior pooled =
        provider == null ? resultPrior : provider.prior(resultPrior, modelStatistics, now);
    return modelStatistics == null
        ? new Record(pooled.success(), 0, pooled.weight(), null, null)
        : modelStatistics.record(category, pooled, now);
  }

  /** How long a model takes, over all categories. */
  public LatencyDistribution delay(ModelRef ref, LatencyDistribution.Until until) {
    ModelStatistics provider = providers.peek(ref.provider());
    LatencyDistribution pooled =
        provider == null
            ? LatencyDistribution.UNKNOWN
            : provider.delay(until, LatencyDistribution.UNKNOWN);
    ModelStatistics modelStatistics = models.peek(ref);
    return modelStatistics == null ? pooled.borrowed() : modelStatistics.delay(until, pooled);
  }

  /** A call had no content yet when it was cancelled after this time. */
  public void outlasted(ModelRef ref, LatencyDistribution.Until until, long millis) {
    models.of(ref, clock.millis()).outlasted(until, millis, delay(ref, until));
  }

  /** What is known right now of every model, and of every provider with the model {@code *}. */
  public List<Live> live() {
    long now = clock.millis();
    return Stream.concat(models.all().stream(), providers.all().stream())
        .map(modelStatistics -> modelStatistics.live(resultPrior, now))
        .toList();
  }

  @Override
  public List<Row> drain() {
    return Stream.concat(models.all().stream(), providers.all().stream())
        .flatMap(modelStatistics -> modelStatistics.takeUnsaved().stream())
        .toList();
  }

  @Override
  public void restore(List<Row> rows) {
    rows.forEach(row -> sheet(row).restore(row));
  }

  /** The expected share of answers that a row of all categories stands for, 0 to 1. */
  public double score(Row row) {
    return resultPrior.expected(row.successWeight(), row.failureWeight());
  }

  /** Both rows in one: what the table has, and what it does not have yet. */
  public Row sum(Row saved, Row unsaved) {
    ResultTotals both = ResultTotals.of(saved, halfLife.toMillis());
    both.add(unsaved);
    return both.row(saved.provider(), saved.model(), saved.category());
  }

  private ModelStatistics sheet(Row row) {
    long now = clock.millis();
    return row.model().equals(ModelStatistics.ALL)
        ? providers.of(row.provider(), now)
        : models.of(new ModelRef(row.provider(), row.model()), now);
  }
}
