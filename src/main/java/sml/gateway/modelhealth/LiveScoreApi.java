package sml.gateway.modelhealth;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.modelhealth.results.ResultStatistics;
import sml.gateway.modelhealth.results.ResultStatistics.Live;

/**
 * {@code GET /api/live-score}: the results of providers and models that routing has in memory, most
 * results first.
 */
@Component("liveScoreApi")
final class LiveScoreApi {
  private static final String ALL = "*";

  private final ResultStatistics results;

  record LiveScores(List<ProviderScore> providers, List<ModelScore> models) {}

  record ProviderScore(
      String provider, double successRate, @Nullable Long avgLatency, long samples) {
    static ProviderScore of(Live live) {
      return new ProviderScore(
          live.provider(), percent(live.success()), millis(live.whole()), live.samples());
    }
  }

  record ModelScore(
      String modelId,
      String provider,
      double successRate,
      @Nullable Long avgLatency,
      @Nullable Long firstContentMs,
      long samples) {
    static ModelScore of(Live live) {
      return new ModelScore(
          live.provider() + ":" + live.model(),
          live.provider(),
          percent(live.success()),
          millis(live.whole()),
          millis(live.first()),
          live.samples());
    }
  }

  LiveScoreApi(ResultStatistics results) {
    this.results = results;
  }

  /** The body; rates in percent, times in milliseconds. */
  public LiveScores list() {
    Map<Boolean, List<Live>> parts =
        results.live().stream()
            .sorted(Comparator.comparingLong(Live::samples).reversed())
            .collect(Collectors.partitioningBy(live -> live.model().equals(ALL)));
    return new LiveScores(
        parts.getOrDefault(true, List.of()).stream().map(ProviderScore::of).toList(),
        parts.getOrDefault(false, List.of()).stream().map(ModelScore::of).toList());
  }

  private static double percent(double share) {
    return Math.round(1_000 * share) / 10.0;
  }

  private static @Nullable Long millis(@Nullable Duration time) {
    return time == null ? null : time.toMillis();
  }
}
