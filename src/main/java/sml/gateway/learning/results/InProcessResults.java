package sml.gateway.learning.results;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Category;
import sml.gateway.chat.Delay;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Bounded;

/**
 * Results in the memory of this process. Other replicas add theirs to the same table, so what comes
 * back from there is of all.
 */
public final class InProcessResults implements Results {
  private static final int MOST_PROVIDERS = 1_000;

  private final Bounded<ModelRef, Sheet> models;
  private final Bounded<String, Sheet> providers;
  private final Duration halfLife;
  private final Prior prior;
  private final Clock clock;

  public InProcessResults(Prior prior, Duration halfLife, int mostModels, Clock clock) {
    this.halfLife = halfLife;
    this.prior = prior;
    this.clock = clock;
    this.models =
        new Bounded<>(
            mostModels, (ref, now) -> new Sheet(ref.provider(), ref.model(), halfLife, now));
    this.providers =
        new Bounded<>(MOST_PROVIDERS, (name, now) -> new Sheet(name, Sheet.ALL, halfLife, now));
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
    Sheet provider = providers.peek(ref.provider());
    Sheet sheet = models.peek(ref);
    Prior pooled = provider == null ? prior : provider.prior(prior, sheet, now);
    return sheet == null
        ? new Record(pooled.success(), 0, pooled.weight(), null, null)
        : sheet.record(category, pooled, now);
  }

  @Override
  public Delay delay(ModelRef ref, Delay.Until until) {
    Sheet provider = providers.peek(ref.provider());
    Delay pooled = provider == null ? Delay.UNKNOWN : provider.delay(until, Delay.UNKNOWN);
    Sheet sheet = models.peek(ref);
    return sheet == null ? pooled.borrowed() : sheet.delay(until, pooled);
  }

  @Override
  public void outlasted(ModelRef ref, Delay.Until until, long millis) {
    models.of(ref, clock.millis()).outlasted(until, millis, delay(ref, until));
  }

  @Override
  public List<Live> live() {
    long now = clock.millis();
    return Stream.concat(models.all().stream(), providers.all().stream())
        .map(sheet -> sheet.live(prior, now))
        .toList();
  }

  @Override
  public List<Row> drain() {
    return Stream.concat(models.all().stream(), providers.all().stream())
        .flatMap(sheet -> sheet.takeUnsaved().stream())
        .toList();
  }

  @Override
  public void restore(List<Row> rows) {
    rows.forEach(row -> sheet(row).restore(row));
  }

  @Override
  public double score(Row row) {
    return prior.expected(row.successWeight(), row.failureWeight());
  }

  @Override
  public Row sum(Row saved, Row unsaved) {
    Sums both = Sums.of(saved, halfLife.toMillis());
    both.add(unsaved);
    return both.row(saved.provider(), saved.model(), saved.category());
  }

  private Sheet sheet(Row row) {
    long now = clock.millis();
    return row.model().equals(Sheet.ALL)
        ? providers.of(row.provider(), now)
        : models.of(new ModelRef(row.provider(), row.model()), now);
  }
}
