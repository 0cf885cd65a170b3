package sml.gateway.dashboard;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.dashboard.charts.Figure;

/**
 * The attempts of a request as bars over one scale of time.
 *
 * @param totalMs the length of the scale
 * @param lanes one per attempt, in the order in which they started
 */
record HedgeTimeline(long totalMs, List<Lane> lanes) {
  static final int WIDTH = 1_000;

  /**
   * An attempt; {@code x}, {@code wait} and {@code rest} are parts of the width: where it starts,
   * how long it waited for its first content, and how long content came.
   *
   * @param kind {@code won}, {@code left} when it was cancelled, {@code no} when it failed
   */
  record Lane(
      String model,
      String kind,
      String outcome,
      String joined,
      @Nullable String detail,
      long startedMs,
      @Nullable Long firstMs,
      long endedMs,
      long x,
      long waited,
      long rest) {}

  static HedgeTimeline of(List<Map<String, Object>> attempts, @Nullable Object latencyMs) {
    long last =
        attempts.stream().mapToLong(one -> Figure.whole(one.get("ended_ms"))).max().orElse(0);
    long total = Math.max(1, Math.max(last, Figure.whole(latencyMs)));
    List<Lane> lanes =
        attempts.stream()
            .sorted(Comparator.comparingLong(one -> Figure.whole(one.get("started_ms"))))
            .map(one -> lane(one, total))
            .toList();
    return new HedgeTimeline(total, lanes);
  }

  private static Lane lane(Map<String, Object> attempt, long total) {
    long started = Figure.whole(attempt.get("started_ms"));
    long ended = Math.max(started, Figure.whole(attempt.get("ended_ms")));
    Long first = attempt.get("first_content_ms") instanceof Number ms ? ms.longValue() : null;
    long content = first == null ? ended : Math.clamp(first, started, ended);
    String outcome = String.valueOf(attempt.get("outcome"));
    Object detail = attempt.get("detail");
    return new Lane(
        String.valueOf(attempt.get("model")),
        kind(outcome),
        outcome,
        String.valueOf(attempt.get("joined")),
        detail == null ? null : detail.toString(),
        started,
        first,
        ended,
        WIDTH * started / total,
        Math.max(2, WIDTH * (content - started) / total),
        WIDTH * (ended - content) / total);
  }

  private static String kind(String outcome) {
    return switch (outcome) {
      case "answered" -> "won";
      case "cancelled" -> "left";
      default -> "no";
    };
  }
}
