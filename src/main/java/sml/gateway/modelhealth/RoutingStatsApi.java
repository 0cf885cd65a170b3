package sml.gateway.modelhealth;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.modelhealth.results.ResultStatistics;
import sml.gateway.modelhealth.results.ResultStore;

/**
 * {@code GET /api/routing-stats}: results of live traffic of the last seven days, by model and
 * category and by provider.
 */
@Component("routingStatsApi")
class RoutingStatsApi {
  private static final Duration AGE = Duration.ofDays(7);
  private static final int FEWEST = 2;
  private static final String ALL = "*";

  private final ResultStore store;
  private final Clock clock;

  record LearnedStats(
      Map<String, List<CategoryResult>> categories,
      List<Share> distribution,
      List<ProviderResult> providers,
      @JsonProperty("totalLearned") long totalLearned) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Share(String promptCategory, long count) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record CategoryResult(
      String promptCategory,
      String modelId,
      String provider,
      String nickname,
      long total,
      long successes,
      double successRate,
      @Nullable Long avgLatencyMs,
      @Nullable Long p50LatencyMs,
      @Nullable Long p99LatencyMs) {

    static CategoryResult of(ResultStatistics.Row row) {
      return new CategoryResult(
          row.category(),
          row.provider() + ":" + row.model(),
          row.provider(),
          row.model(),
          row.calls(),
          row.answered(),
          percent(row),
          row.meanMs(),
          row.p50Ms(),
          row.p99Ms());
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record ProviderResult(
      String provider,
      long total,
      double successRate,
      @Nullable Long p50LatencyMs,
      @Nullable Long p99LatencyMs) {}

  RoutingStatsApi(ResultStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  public LearnedStats list() {
    long since = clock.millis() - AGE.toMillis();
    List<ResultStatistics.Row> rows =
        store.load().stream().filter(row -> row.updatedMs() >= since).toList();
    List<ResultStatistics.Row> models = rows.stream().filter(RoutingStatsApi::ofACategory).toList();
    Map<String, List<CategoryResult>> categories =
        models.stream()
            .filter(row -> row.calls() >= FEWEST)
            .map(CategoryResult::of)
            .sorted(Comparator.comparingDouble(CategoryResult::successRate).reversed())
            .collect(
                Collectors.groupingBy(
                    CategoryResult::promptCategory, TreeMap::new, Collectors.toList()));
    List<ProviderResult> providers =
        rows.stream()
            .filter(row -> row.model().equals(ALL) && row.calls() > 0)
            .map(
                row ->
                    new ProviderResult(
                        row.provider(), row.calls(), percent(row), row.p50Ms(), row.p99Ms()))
            .sorted(Comparator.comparing(ProviderResult::provider))
            .toList();
    long total = models.stream().mapToLong(ResultStatistics.Row::calls).sum();
    return new LearnedStats(categories, distribution(models), providers, total);
  }

  private static boolean ofACategory(ResultStatistics.Row row) {
    return !row.model().equals(ALL) && !row.category().equals(ALL);
  }

  private static List<Share> distribution(List<ResultStatistics.Row> models) {
    return models.stream()
        .collect(
            Collectors.groupingBy(
                ResultStatistics.Row::category,
                TreeMap::new,
                Collectors.summingLong(ResultStatistics.Row::calls)))
        .entrySet()
        .stream()
        .map(entry -> new Share(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(Share::count).reversed())
        .toList();
  }

  private static double percent(ResultStatistics.Row row) {
    return Math.round(1_000.0 * row.answered() / row.calls()) / 10.0;
  }
}
