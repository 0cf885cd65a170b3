package sml.gateway.learning.results;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Category;
import sml.gateway.learning.memory.Bounded;

/** The tallies of one model, or of one provider when {@code model} is {@code *}. */
final class Sheet implements Bounded.Aging {
  static final String ALL = "*";

  private final String provider;
  private final String model;
  private final Duration halfLife;
  private final Tally overall;
  private final Map<Category, Tally> byCategory = new EnumMap<>(Category.class);
  private final Map<Category, Boolean> changed = new EnumMap<>(Category.class);
  private boolean overallChanged;
  private volatile long usedMs;

  Sheet(String provider, String model, Duration halfLife, long now) {
    this.provider = provider;
    this.model = model;
    this.halfLife = halfLife;
    this.overall = new Tally(halfLife);
    this.usedMs = now;
  }

  synchronized void answered(Category category, @Nullable Long firstMs, long wholeMs, long now) {
    overall.answered(firstMs, wholeMs, now);
    if (!model.equals(ALL)) {
      tally(category).answered(firstMs, wholeMs, now);
    }
    touch(category, now);
  }

  synchronized void failed(Category category, long now) {
    overall.failed(now);
    if (!model.equals(ALL)) {
      tally(category).failed(now);
    }
    touch(category, now);
  }

  synchronized void timed(long firstMs, long now) {
    overall.timed(firstMs);
    usedMs = now;
    overallChanged = true;
  }

  private void touch(Category category, long now) {
    usedMs = now;
    overallChanged = true;
    changed.put(category, true);
  }

  private Tally tally(Category category) {
    return byCategory.computeIfAbsent(category, fresh -> new Tally(halfLife));
  }

  /**
   * The expected share of answers: what other categories say of the model is the prior of this one,
   * and a fixed prior stands behind both (Beta distributions, so the mean is a ratio of weights).
   */
  synchronized Results.Record record(Category category, Prior prior, long now) {
    Tally own = byCategory.get(category);
    double good = own == null ? 0 : own.successes(now);
    double bad = own == null ? 0 : own.failures(now);
    double otherGood = Math.max(0, overall.successes(now) - good);
    double otherBad = Math.max(0, overall.failures(now) - bad);
    double expected =
        (prior.success() * prior.weight() + otherGood) / (prior.weight() + otherGood + otherBad);
    double success = (expected * prior.weight() + good) / (prior.weight() + good + bad);
    Duration ownWhole = own == null ? null : own.usualWhole();
    return new Results.Record(
        success,
        Math.round(good + bad),
        overall.usualFirst(),
        ownWhole == null ? overall.usualWhole() : ownWhole);
  }

  synchronized List<Results.Row> takeChanges(long now) {
    List<Results.Row> rows = new ArrayList<>();
    if (overallChanged) {
      rows.add(row(ALL, overall, now));
      overallChanged = false;
    }
    changed.keySet().forEach(category -> addRow(rows, category, now));
    changed.clear();
    return rows;
  }

  private void addRow(List<Results.Row> rows, Category category, long now) {
    Tally tally = byCategory.get(category);
    if (tally != null) {
      rows.add(row(category.id(), tally, now));
    }
  }

  private Results.Row row(String category, Tally tally, long now) {
    return new Results.Row(
        provider,
        model,
        category,
        tally.calls,
        tally.answered,
        tally.successes(now),
        tally.failures(now),
        tally.whole.quantile(0.5),
        tally.whole.quantile(0.99),
        tally.first.quantile(0.5),
        tally.first.save(),
        tally.whole.save(),
        now);
  }

  synchronized void markChanged(String category) {
    if (category.equals(ALL)) {
      overallChanged = true;
    } else {
      changed.put(Category.valueOf(category.toUpperCase(Locale.ROOT)), true);
    }
  }

  synchronized void restore(Results.Row row) {
    if (row.category().equals(ALL)) {
      overall.restore(row);
      return;
    }
    for (Category category : Category.values()) {
      if (category.id().equals(row.category())) {
        tally(category).restore(row);
      }
    }
  }

  @Override
  public long lastUsedMs() {
    return usedMs;
  }
}
