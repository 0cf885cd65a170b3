package sml.gateway.modelhealth.results;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Category;
import sml.gateway.chat.hedge.LatencyDistribution;
import sml.gateway.modelhealth.BoundedMap;

/** The statistics of one model, or of one provider when {@code model} is {@code *}. */
final class ModelStatistics implements BoundedMap.Aging {
  static final String ALL = "*";

  /** Results of other categories that count at most. */
  private static final double MOST_BORROWED = 40;

  private final String provider;
  private final String model;
  private final Duration halfLife;
  private final CategoryStatistics overall;
  private final Map<Category, CategoryStatistics> byCategory = new EnumMap<>(Category.class);
  private volatile long usedMs;

  ModelStatistics(String provider, String model, Duration halfLife, long now) {
    this.provider = provider;
    this.model = model;
    this.halfLife = halfLife;
    this.overall = new CategoryStatistics(halfLife);
    this.usedMs = now;
  }

  synchronized void answered(Category category, @Nullable Long firstMs, long wholeMs, long now) {
    overall.answered(firstMs, wholeMs, now);
    if (!model.equals(ALL)) {
      statistics(category).answered(firstMs, wholeMs, now);
    }
    usedMs = now;
  }

  synchronized void failed(Category category, long now) {
    overall.failed(now);
    if (!model.equals(ALL)) {
      statistics(category).failed(now);
    }
    usedMs = now;
  }

  synchronized void timed(long firstMs, long now) {
    overall.timed(firstMs, now);
    usedMs = now;
  }

  private CategoryStatistics statistics(Category category) {
    return byCategory.computeIfAbsent(category, fresh -> new CategoryStatistics(halfLife));
  }

  /**
   * The expected share of answers: what other categories say of the model is the prior of this one,
   * and a fixed prior stands behind both (Beta distributions, so the mean is a ratio of weights).
   * How much they count is learned from how well they agree, see {@link CategoryPrior}.
   */
  synchronized ResultStatistics.Record record(
      Category category, ResultPrior resultPrior, long now) {
    CategoryStatistics own = byCategory.get(category);
    double good = own == null ? 0 : own.successes(now);
    double bad = own == null ? 0 : own.failures(now);
    double otherGood = Math.max(0, overall.successes(now) - good);
    double otherBad = Math.max(0, overall.failures(now) - bad);
    double expected = resultPrior.expected(otherGood, otherBad);
    // most failures are the provider's and strike every category alike
    double borrowed = Math.min(MOST_BORROWED, otherGood + otherBad);
    double weight =
        resultPrior.weight() + borrowed * CategoryPrior.share(expected, borrowed, good, bad);
    double success = new ResultPrior(expected, weight).expected(good, bad);
    Duration ownWhole = own == null ? null : own.usualWhole();
    return new ResultStatistics.Record(
        success,
        Math.round(good + bad),
        weight + good + bad,
        overall.usualFirst(),
        ownWhole == null ? overall.usualWhole() : ownWhole);
  }

  /** How long it takes until content comes, where {@code assumed} is all that is known else. */
  synchronized LatencyDistribution delay(
      LatencyDistribution.Until until, LatencyDistribution assumed) {
    return overall.known(until).over(assumed);
  }

  /** A call had no content yet when it was cancelled after this time. */
  synchronized void outlasted(
      LatencyDistribution.Until until, long millis, LatencyDistribution expected) {
    overall.delays(until).addAtLeast(millis, expected);
  }

  synchronized ResultStatistics.Live live(ResultPrior resultPrior, long now) {
    double good = overall.successes(now);
    double bad = overall.failures(now);
    return new ResultStatistics.Live(
        provider,
        model,
        resultPrior.expected(good, bad),
        Math.round(good + bad),
        overall.usualFirst(),
        overall.usualWhole());
  }

  /** What the provider's other models say of this one, with the prior behind them. */
  synchronized ResultPrior prior(ResultPrior resultPrior, @Nullable ModelStatistics own, long now) {
    double good = overall.successes(now);
    double bad = overall.failures(now);
    if (own != null) {
      good = Math.max(0, good - own.successes(now));
      bad = Math.max(0, bad - own.failures(now));
    }
    return new ResultPrior(resultPrior.expected(good, bad), resultPrior.weight());
  }

  private synchronized double successes(long now) {
    return overall.successes(now);
  }

  private synchronized double failures(long now) {
    return overall.failures(now);
  }

  synchronized List<ResultStatistics.Row> takeUnsaved() {
    List<ResultStatistics.Row> rows = new ArrayList<>();
    addUnsaved(rows, ALL, overall);
    byCategory.forEach((category, statistics) -> addUnsaved(rows, category.id(), statistics));
    return rows;
  }

  private void addUnsaved(
      List<ResultStatistics.Row> rows, String category, CategoryStatistics statistics) {
    ResultTotals unsaved = statistics.takeUnsaved();
    if (unsaved != null) {
      rows.add(unsaved.row(provider, model, category));
    }
  }

  synchronized void restore(ResultStatistics.Row row) {
    CategoryStatistics statistics = statisticsOf(row);
    if (statistics != null) {
      statistics.restore(row);
    }
  }

  /** Null for a category of another version of this gateway. */
  private @Nullable CategoryStatistics statisticsOf(ResultStatistics.Row row) {
    if (row.category().equals(ALL)) {
      return overall;
    }
    for (Category category : Category.values()) {
      if (category.id().equals(row.category())) {
        return statistics(category);
      }
    }
    return null;
  }

  @Override
  public long lastUsedMs() {
    return usedMs;
  }
}
