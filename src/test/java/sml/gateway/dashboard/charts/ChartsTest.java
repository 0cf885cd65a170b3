package sml.gateway.dashboard.charts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The shapes of the charts. */
class ChartsTest {
  private static Map<String, Object> hour(long requests, long failures, @Nullable Long p50) {
    Map<String, Object> times = new HashMap<>();
    times.put("p50", p50);
    times.put("p95", p50 == null ? null : 4 * p50);
    return Map.of(
        "hour",
        "2026-11-30T10:00:00Z",
        "requests",
        requests,
        "failures",
        failures,
        "latencyMs",
        times,
        "firstContentMs",
        Map.of());
  }

  @Test
  void aDayHasAColumnPerHourAndLinesBesideTheirTarget() {
    TrafficDay day =
        TrafficDay.of(
            List.of(hour(10, 5, 100L), hour(0, 0, null), hour(5, 0, 400L)), Map.of("p50Ms", 400));
    assertThat(day.requests()).isEqualTo(15);
    assertThat(day.columns()).hasSize(2);
    TrafficDay.Column first = day.columns().getFirst();
    assertThat(first.answeredY()).isEqualTo(50);
    assertThat(first.answeredHeight()).isEqualTo(50);
    assertThat(first.failedHeight()).isEqualTo(50);
    assertThat(day.columns().getLast().x()).isEqualTo(2 * TrafficDay.STEP + 3);
    TrafficDay.Line half = day.lines().get(1);
    assertThat(half.points()).isEqualTo("12,75 62,50");
    assertThat(half.goalY()).isEqualTo(50);
    assertThat(half.last()).isEqualTo(400L);
    assertThat(day.lines().getLast().points()).isEmpty();
    assertThat(day.longestMs()).isEqualTo(1_600);
  }

  @Test
  void aSingleHourIsADot() {
    TrafficDay day = TrafficDay.of(List.of(hour(1, 0, 400L)), Map.of());
    assertThat(day.lines().getFirst().points()).isEqualTo("12,0 12,0");
    assertThat(TrafficDay.of(List.of(), Map.of()).most()).isZero();
  }

  @Test
  void aSparklineShowsWhatIsMissingOfAShareAndLeavesOutWhatIsNotKnown() {
    List<Map<String, Object>> series =
        List.of(Map.of("provider", "p", "values", Arrays.asList(null, 75.0, 0.0)));
    Sparkline line = requireNonNull(Sparkline.shares(List.of("a", "b", "c"), series).get("p"));
    assertThat(line.columns())
        .containsExactly(
            new Sparkline.Column("b", 75, 6, 6, 18, 6),
            new Sparkline.Column("c", 0, 12, 24, 0, 24));
    assertThat(line.newest()).isZero();
  }

  @Test
  void amountsOfProvidersShareOneScale() {
    var lines =
        Sparkline.amounts(
            List.of("a"),
            List.of(
                Map.of("provider", "slow", "values", List.of(400)),
                Map.of("provider", "quick", "values", List.of(100))));
    assertThat(requireNonNull(lines.get("slow")).columns().getFirst().height()).isEqualTo(24);
    assertThat(requireNonNull(lines.get("quick")).columns().getFirst().height()).isEqualTo(12);
  }

  private static Map<String, Object> attempt(int number, @Nullable Double score) {
    Map<String, Object> attempt = new HashMap<>();
    attempt.put("number", number);
    attempt.put("level", "middle");
    attempt.put("scorePct", score);
    attempt.put("lowPct", score == null ? null : score - 20);
    attempt.put("highPct", score == null ? null : score + 10);
    attempt.put("passed", score == null ? null : score > 70);
    return attempt;
  }

  @Test
  void marksStandInTheOrderOfTheExamsWithTheNewestOnTheRight() {
    MarkHistory history =
        MarkHistory.of(
            List.of(attempt(3, null), attempt(2, 80.0), attempt(1, 60.0)),
            List.of(Map.of("id", "middle", "threshold", 70)));
    assertThat(history.thresholdY()).isEqualTo(30);
    assertThat(history.marks()).extracting(MarkHistory.Mark::x).containsExactly(480, 540);
    assertThat(history.marks()).extracting(MarkHistory.Mark::kind).containsExactly("no", "won");
    assertThat(history.marks().getLast().y()).isEqualTo(20);
    assertThat(history.marks().getLast().highY()).isEqualTo(10);
    assertThat(history.marks().getLast().intervalHeight()).isEqualTo(30);
    assertThat(MarkHistory.of(List.of(), List.of()).marks()).isEmpty();
  }
}
