package sml.gateway.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.dashboard.charts.Figure;

/**
 * What the newest logged requests come to.
 *
 * @param upstreamCalls models that were asked for them
 * @param hedgeWins how many were answered out of parallel requests
 * @param cacheHits how many were answered by a remembered answer
 * @param firstP50Ms time to the first content of half of those that were answered
 * @param bars one per request, oldest first
 */
record RequestSample(
    int requests,
    long upstreamCalls,
    long hedgeWins,
    long cacheHits,
    @Nullable Long firstP50Ms,
    @Nullable Long p50Ms,
    @Nullable Long p95Ms,
    @Nullable Long p99Ms,
    long longestMs,
    List<Bar> bars) {
  static final int CHART_HEIGHT = 100;
  static final int BAR_WIDTH = 10;
  private static final int MOST_BARS = 60;
  private static final Set<String> REMEMBERED = Set.of("hit", "semantic-hit");

  /** A request of the chart; {@code y} counts from the top. */
  record Bar(String id, int x, long y, long height, long ms, boolean answered) {}

  /** The figures of {@code logs}, newest first, as the API lists them. */
  static RequestSample of(List<Map<String, Object>> logs) {
    List<Long> times =
        logs.stream().filter(RequestSample::answered).map(one -> ms(one)).sorted().toList();
    return new RequestSample(
        logs.size(),
        logs.stream().mapToLong(one -> Figure.whole(one.get("attempts"))).sum(),
        logs.stream().filter(one -> Boolean.TRUE.equals(one.get("hedge"))).count(),
        logs.stream().filter(one -> REMEMBERED.contains(String.valueOf(one.get("cache")))).count(),
        percentile(firsts(logs), 0.50),
        percentile(times, 0.50),
        percentile(times, 0.95),
        percentile(times, 0.99),
        logs.stream().limit(MOST_BARS).mapToLong(RequestSample::ms).max().orElse(0),
        bars(logs.stream().limit(MOST_BARS).toList()));
  }

  private static List<Long> firsts(List<Map<String, Object>> logs) {
    return logs.stream()
        .filter(one -> answered(one) && one.get("firstByteMs") != null)
        .map(one -> Figure.whole(one.get("firstByteMs")))
        .sorted()
        .toList();
  }

  static boolean answered(Map<String, Object> log) {
    return Figure.whole(log.get("status")) < 400 && log.get("error") == null;
  }

  private static long ms(Map<String, Object> log) {
    return Figure.whole(log.get("latencyMs"));
  }

  /** By nearest rank. */
  static @Nullable Long percentile(List<Long> sorted, double share) {
    return sorted.isEmpty() ? null : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  private static List<Bar> bars(List<Map<String, Object>> newestFirst) {
    double longest = Math.max(1, newestFirst.stream().mapToLong(RequestSample::ms).max().orElse(1));
    List<Bar> bars = new ArrayList<>();
    int x = (MOST_BARS - newestFirst.size()) * BAR_WIDTH;
    for (Map<String, Object> log : newestFirst.reversed()) {
      // by the root: one slow request must not flatten all others
      long height = Math.max(2, Math.round(CHART_HEIGHT * Math.sqrt(ms(log) / longest)));
      String id = String.valueOf(log.get("requestId"));
      bars.add(new Bar(id, x, CHART_HEIGHT - height, height, ms(log), answered(log)));
      x += BAR_WIDTH;
    }
    return bars;
  }
}
