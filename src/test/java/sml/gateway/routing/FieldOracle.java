package sml.gateway.routing;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.hedge.LatencyDistribution;

/**
 * Knows of every model the true chance of a right answer, the true share of failures outside of
 * outages and the true times, at each moment; what it cannot know is how one call will end. With it
 * the product's own decision is the best that this decision can be.
 */
final class FieldOracle implements ExamScores, LiveStats {
  private static final double CERTAIN = 1e9;
  private static final double PASS = 0.8;
  private static final RoutingSettings SETTINGS = SampleSettings.defaults();

  private final FieldAbilities abilities;
  private final LiveStats live;
  private final Map<String, FieldProvider.Kind> kinds;

  FieldOracle(FieldAbilities abilities, LiveStats live, List<FieldProvider.Kind> kinds) {
    this.abilities = abilities;
    this.live = live;
    this.kinds =
        kinds.stream().collect(Collectors.toMap(FieldProvider.Kind::name, Function.identity()));
  }

  @Override
  public Report of(ModelRef ref) {
    Map<Category, Score> scores = new EnumMap<>(Category.class);
    for (Category category : Category.values()) {
      double chance = abilities.of(ref, category);
      scores.put(category, new Score(chance, 1_000_000, chance, chance));
    }
    double overall = abilities.overall(ref);
    return new Report(
        overall >= PASS ? ExamScores.ExamStanding.PASSED : ExamScores.ExamStanding.FAILED,
        overall,
        scores);
  }

  @Override
  public Optional<ModelRef> head(Category category) {
    return Optional.empty();
  }

  /** Points of {@link Utility} for answers and time, with the settings of the product. */
  double worth(ModelRef ref, Category category) {
    double seconds =
        delay(ref, LatencyDistribution.Until.WHOLE_ANSWER).drawn(0).toMillis() / 1000.0;
    return of(ref, category).success()
            * (100 + SETTINGS.qualityWorth() * (abilities.of(ref, category) - 0.5))
        - SETTINGS.timeWorth() * seconds / (1 + seconds);
  }

  private FieldProvider.Kind kind(ModelRef ref) {
    return Objects.requireNonNull(kinds.get(ref.provider()));
  }

  @Override
  public LiveStats.ModelStats of(ModelRef ref, Category category) {
    LiveStats.ModelStats seen = live.of(ref, category);
    FieldProvider.Kind kind = kind(ref);
    double success =
        abilities.loses(ref, category)
            ? 0
            : 1 - kind.limited() - kind.broken() - kind.hangs() - kind.spoilt();
    return new LiveStats.ModelStats(
        seen.cooldown(),
        success,
        1_000,
        CERTAIN,
        seen.usualFirstContent(),
        seen.usualTotal(),
        seen.headroom());
  }

  @Override
  public LatencyDistribution delay(ModelRef ref, LatencyDistribution.Until until) {
    FieldProvider.Kind kind = kind(ref);
    double part = until == LatencyDistribution.Until.FIRST_CONTENT ? .35 : 1;
    double median =
        kind.medianMs() * FieldProvider.slower(ref.model()) * abilities.slower(ref) * part;
    return new LatencyDistribution(Math.log(median), kind.sigma(), 0, 1_000);
  }

  @Override
  public Load load(String provider) {
    return live.load(provider);
  }
}
