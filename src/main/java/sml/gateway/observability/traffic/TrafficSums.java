package sml.gateway.observability.traffic;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.observability.traffic.LatencyBuckets.Percentiles;
import sml.gateway.observability.traffic.TrafficStore.Calls;
import sml.gateway.observability.traffic.TrafficStore.Requests;
import sml.gateway.observability.traffic.TrafficStore.Times;

/** The sums over a window, with the requests, calls and times of one thing brought together. */
final class TrafficSums {
  private static final Key ALL = new Key(null, null, null);
  private static final Requests NONE = new Requests(null, null, null, 0, 0, 0, 0, 0, 0, 0, 0);

  private final Map<Key, Requests> requests = new HashMap<>();
  private final Map<Key, Calls> calls = new HashMap<>();
  private final Map<Key, LatencyBuckets> latencies = new HashMap<>();
  private final Map<Key, LatencyBuckets> firstContents = new HashMap<>();

  private record Key(
      @Nullable String provider, @Nullable String model, @Nullable String category) {}

  /** Requests; {@code successRate} in percent, null without requests. */
  record Figures(
      long requests,
      long successes,
      long failures,
      @Nullable Double successRate,
      long upstreamCalls,
      long hedgeWins,
      long cacheHits,
      long inputTokens,
      long outputTokens,
      Percentiles latencyMs,
      Percentiles firstContentMs) {}

  /** A provider: the requests it answered, and all calls it got. */
  record ProviderFigures(String provider, @JsonUnwrapped Figures figures, long failedCalls) {}

  /** A model: the requests it answered, and all calls it got. */
  record ModelFigures(
      String provider, String model, @JsonUnwrapped Figures figures, long failedCalls) {}

  /** A category; {@code upstreamCalls} are those its requests needed. */
  record CategoryFigures(
      String category,
      long requests,
      long successes,
      long failures,
      @Nullable Double successRate,
      long upstreamCalls,
      long inputTokens,
      long outputTokens) {}

  TrafficSums(List<Requests> requests, List<Calls> calls, List<Times> times) {
    for (Requests sum : requests) {
      this.requests.put(new Key(sum.provider(), sum.model(), sum.category()), sum);
    }
    for (Calls sum : calls) {
      this.calls.put(new Key(sum.provider(), sum.model(), null), sum);
    }
    for (Times one : times) {
      add(new Key(one.provider(), one.model(), null), one);
      if (one.model() == null) {
        add(ALL, one);
      }
    }
  }

  private void add(Key key, Times times) {
    latencies
        .computeIfAbsent(key, all -> LatencyBuckets.ofTraffic())
        .add(times.bucket(), times.answers());
    firstContents
        .computeIfAbsent(key, all -> LatencyBuckets.ofTraffic())
        .add(times.bucket(), times.firstContents());
  }

  /** All requests. */
  Figures total() {
    Requests sum = requests.get(ALL);
    return figures(ALL, sum == null ? 0 : sum.calls());
  }

  /** Providers that answered or were called, the one with the most requests first. */
  List<ProviderFigures> providers() {
    Set<String> names = new TreeSet<>();
    keys().filter(key -> key.model() == null).forEach(key -> add(names, key.provider()));
    return names.stream()
        .map(name -> new Key(name, null, null))
        .map(
            key ->
                new ProviderFigures(
                    String.valueOf(key.provider()), figures(key, called(key)), failed(key)))
        .sorted(Comparator.comparing((ProviderFigures one) -> -one.figures().requests()))
        .toList();
  }

  /** The models that answered most requests. */
  List<ModelFigures> models(int most) {
    return requests.keySet().stream()
        .filter(key -> key.model() != null && !key.model().isEmpty())
        .map(
            key ->
                new ModelFigures(
                    String.valueOf(key.provider()),
                    String.valueOf(key.model()),
                    figures(key, called(key)),
                    failed(key)))
        .sorted(
            Comparator.comparing((ModelFigures one) -> -one.figures().requests())
                .thenComparing(ModelFigures::provider)
                .thenComparing(ModelFigures::model))
        .limit(most)
        .toList();
  }

  /**
   * Categories, the one with the most requests first; without those refused before they had one.
   */
  List<CategoryFigures> categories() {
    return requests.values().stream()
        .filter(sum -> sum.category() != null && !sum.category().isEmpty())
        .map(
            sum ->
                new CategoryFigures(
                    String.valueOf(sum.category()),
                    sum.requests(),
                    sum.successes(),
                    sum.failures(),
                    Share.percent(sum.successes(), sum.requests()),
                    sum.calls(),
                    sum.inputTokens(),
                    sum.outputTokens()))
        .sorted(
            Comparator.comparing((CategoryFigures one) -> -one.requests())
                .thenComparing(CategoryFigures::category))
        .toList();
  }

  private Stream<Key> keys() {
    return Stream.concat(requests.keySet().stream(), calls.keySet().stream());
  }

  private static void add(Set<String> names, @Nullable String name) {
    if (name != null && !name.isEmpty()) {
      names.add(name);
    }
  }

  private long called(Key key) {
    Calls sum = calls.get(key);
    return sum == null ? 0 : sum.calls();
  }

  private long failed(Key key) {
    Calls sum = calls.get(key);
    return sum == null ? 0 : sum.failed();
  }

  private Figures figures(Key key, long upstreamCalls) {
    Requests sum = requests.get(key);
    Requests known = sum == null ? NONE : sum;
    return new Figures(
        known.requests(),
        known.successes(),
        known.failures(),
        Share.percent(known.successes(), known.requests()),
        upstreamCalls,
        known.hedgeWins(),
        known.cacheHits(),
        known.inputTokens(),
        known.outputTokens(),
        latencies.getOrDefault(key, LatencyBuckets.ofTraffic()).percentiles(),
        firstContents.getOrDefault(key, LatencyBuckets.ofTraffic()).percentiles());
  }
}
