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

/**
 * Results in the memory of this process. Other replicas add theirs to the same table, so what comes
 * back from there is of all.
 */
public final class InProcessResultStatistics implements ResultStatistics {
  private static final int MOST_PROVIDERS = 1_000;

  private final BoundedMap<ModelRef, ModelStatistics> models;
  private final BoundedMap<String, ModelStatistics> providers;
  private final Duration halfLife;
  private final ResultPrior resultPrior;
  private final Clock clock;

  public InProcessResultStatistics(
      ResultPrior resultPrior, Duration halfLife, int mostModels, Clock clock) {
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

  @Override
  public void answered(ModelRef ref, Category category, @Nullable Long firstMs, long wholeMs) {
    long now = clock.millis();
    models.of(ref, now).answered(category, firstMs, wholeMs, now);
    providers.of(ref.provider(), now).answered(category, firstMs, wholeMs, now);
  }

  @Override
  public void failed(ModelRef ref, Category category) {
    long now = clock.millis();
    models.of(ref, now).failed(category, now);
    providers.of(ref.provider(), now).failed(category, now);
  }

  @Override
  public void timed(ModelRef ref, long firstMs) {
    long now = clock.millis();
    models.of(ref, now).timed(firstMs, now);
  }

  @Override
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

  @Override
  public LatencyDistribution delay(ModelRef ref, LatencyDistribution.Until until) {
    ModelStatistics provider = providers.peek(ref.provider());
    LatencyDistribution pooled =
        provider == null
            ? LatencyDistribution.UNKNOWN
            : provider.delay(until, LatencyDistribution.UNKNOWN);
    ModelStatistics modelStatistics = models.peek(ref);
    return modelStatistics == null ? pooled.borrowed() : modelStatistics.delay(until, pooled);
  }

  @Override
  public void outlasted(ModelRef ref, LatencyDistribution.Until until, long millis) {
    models.of(ref, clock.millis()).outlasted(until, millis, delay(ref, until));
  }

  @Override
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

  @Override
  public double score(Row row) {
    return resultPrior.expected(row.successWeight(), row.failureWeight());
  }

  @Override
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
