package sml.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.CandidateScore;
import sml.gateway.chat.ExamScores.ExamStanding;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.hedge.Hedge;
import sml.gateway.chat.hedge.LatencyDistribution;
import sml.gateway.chat.hedge.Ticker;
import sml.gateway.modelhealth.HandClock;

class HedgeWidthTest {
  private final HandClock clock = new HandClock();
  private long nanos;

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "9, 3"})
  void theSettingDecidesHowManyAreAskedAtOnce(int width, int asked) {
    var settings = SampleSettings.with(Map.of("sml.routing.hedge-width", width));
    assertThat(started(planner(settings), candidates(1))).isEqualTo(asked);
  }

  @Test
  void aBusyGatewayBeginsWithFewerOnAverage() {
    var settings = SampleSettings.with(Map.of("sml.routing.further-calls", 0.5));
    var planner = planner(settings);
    int further = 0;
    for (int i = 0; i < 1_000; i++) {
      further += started(planner, candidates(1)) - 1;
    }
    assertThat(further / 1_000.0).isBetween(0.45, 0.55);
  }

  @Test
  void afterAQuietMinuteAllBeginAgain() {
    var planner = planner(SampleSettings.defaults());
    while (started(planner, candidates(1)) > 1) {}
    clock.pass(Duration.ofMinutes(1));
    assertThat(started(planner, candidates(1))).isEqualTo(3);
  }

  @Test
  void refillsAndRescuesLeaveLessForTheBeginnings() {
    var settings = SampleSettings.defaults();
    var budget = new HedgeBudget(settings, clock);
    var planner = new HedgePlanner(settings, budget, Ticker.SYSTEM);
    assertThat(started(planner, candidates(1))).isEqualTo(3);
    budget.spend(32);
    assertThat(started(planner, candidates(1))).isEqualTo(1);
  }

  @Test
  void oneIsAskedFirstWhenLittleQuotaIsLeft() {
    assertThat(started(planner(SampleSettings.defaults()), candidates(0.1))).isEqualTo(1);
  }

  @Test
  void aSlowCandidateIsJoinedSoonerThanItIsLate() {
    var settings = SampleSettings.with(Map.of("sml.routing.hedge-width", 1));
    var budget = new HedgeBudget(settings, clock);
    var planner = new HedgePlanner(settings, budget, () -> nanos);
    Duration never = Duration.ofDays(1);
    var slow = candidate("slow", LatencyDistribution.about(Duration.ofSeconds(4)), 1, never);
    var fast = candidate("fast", LatencyDistribution.about(Duration.ofMillis(200)), 1, never);
    Hedge hedge = hedge(planner, List.of(slow, fast));
    assertThat(hedge.offer()).isInstanceOf(Hedge.Offer.Begin.class);
    nanos = Duration.ofSeconds(1).toNanos();
    assertThat(hedge.offer()).isInstanceOf(Hedge.Offer.Begin.class);
  }

  private static Candidate right(String provider, int millis, double quality) {
    var candidateScore =
        new CandidateScore(
            0, 0, 1, 1, 20, quality, 0, millis / 1000.0, 0, 0, 0, 0, 0, ExamStanding.PASSED, null);
    var ref = new ModelRef(provider, "m");
    var latencyDistribution = new LatencyDistribution(Math.log(millis), 0.5, 0.1, 20);
    return new Candidate(
        ref, provider, false, false, candidateScore, latencyDistribution, Duration.ofDays(1), 1);
  }

  @ParameterizedTest
  @CsvSource({"800, 0.9, 2", "800, 0.95, 2", "300, 0.9, 2", "300, 0.5, 1", "800, 0.4, 1"})
  void aFurtherOneBeginsUnlessItTakesTheAnswerFromABetterOne(
      int millis, double quality, int asked) {
    var planner = planner(SampleSettings.defaults());
    assertThat(started(planner, List.of(right("a", 400, 0.9), right("b", millis, quality))))
        .isEqualTo(asked);
  }

  @ParameterizedTest
  @CsvSource({"0.95, true", "0.9, true", "0.6, false", "0.3, false"})
  void aQuickOneJoinsASlowOneEarlyOnlyWhenItIsAsOftenRight(double quality, boolean joins) {
    var settings = SampleSettings.with(Map.of("sml.routing.hedge-width", 1));
    var planner = new HedgePlanner(settings, new HedgeBudget(settings, clock), () -> nanos);
    Hedge hedge = hedge(planner, List.of(right("slow", 900, 0.9), right("fast", 100, quality)));
    assertThat(hedge.offer()).isInstanceOf(Hedge.Offer.Begin.class);
    nanos = Duration.ofMillis(400).toNanos();
    assertThat(hedge.offer() instanceof Hedge.Offer.Begin).isEqualTo(joins);
  }

  private HedgePlanner planner(RoutingSettings settings) {
    return new HedgePlanner(settings, new HedgeBudget(settings, clock), Ticker.SYSTEM);
  }

  private static Candidate candidate(
      String provider,
      LatencyDistribution latencyDistribution,
      double headroom,
      Duration lateAfter) {
    var ref = new ModelRef(provider, "m");
    return new Candidate(
        ref,
        provider,
        false,
        false,
        CandidateScore.of(1, ""),
        latencyDistribution,
        lateAfter,
        headroom);
  }

  private static List<Candidate> candidates(double headroom) {
    return Stream.of("a", "a", "b", "c", "d")
        .map(name -> candidate(name, LatencyDistribution.UNKNOWN, headroom, Duration.ofDays(1)))
        .toList();
  }

  private static Hedge hedge(HedgePlanner planner, List<Candidate> candidates) {
    var lineup = new HedgePlanner.Lineup(candidates, candidates.size(), List.of());
    PlanStep step = planner.decide(SampleRequest.chat(), lineup, 8).step();
    return ((PlanStep.Hedged) step).hedge();
  }

  private static long started(HedgePlanner planner, List<Candidate> candidates) {
    Hedge hedge = hedge(planner, candidates);
    return IntStream.range(0, 5)
        .takeWhile(slot -> hedge.offer() instanceof Hedge.Offer.Begin)
        .count();
  }
}
