package sml.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores.Report;
import sml.gateway.chat.LiveStats.ModelStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.chat.RoutingPreferences.Strategy;
import sml.gateway.routing.CandidateRanking.RankedModel;

class CandidateRankingTest {
  private static final RoutingSettings SETTINGS = SampleSettings.defaults();
  private static final RankedModel GOOD = fit("groq", "good", 0.99, 400, 1, "large", false);
  private static final RankedModel TWIN = fit("groq", "twin", 0.98, 400, 1, "large", false);
  private static final RankedModel SLOW = fit("mistral", "slow", 0.99, 1200, 1, "large", false);
  private static final RankedModel SHAKY = fit("cohere", "shaky", 0.50, 200, 1, "small", false);
  private static final RankedModel LOCAL = fit("ollama", "local", 1.0, 100, 1, "large", true);

  private static RankedModel fit(
      String provider,
      String id,
      double success,
      @Nullable Integer firstMs,
      double headroom,
      String tier,
      boolean local) {
    var model = SampleFit.model(provider, id, tier);
    Duration usual = firstMs == null ? null : Duration.ofMillis(firstMs);
    return SampleFit.of(
        model,
        new ModelStats(null, success, 10, 10, usual, usual, headroom),
        local,
        Report.UNTESTED);
  }

  private static List<String> order(
      RoutingPreferences preferences, boolean fastest, RankedModel... fits) {
    var goal =
        new RoutingGoal(
            fastest ? RoutingGoal.Mode.FAST : RoutingGoal.Mode.AUTO, Category.GENERAL, false, null);
    return new CandidateRanking(goal, preferences, SETTINGS, 9)
        .order(List.of(fits)).candidates().stream()
            .map(Candidate::ref)
            .map(ModelRef::model)
            .toList();
  }

  @Test
  void successAndLatencyDecideAndAModelOnThisMachineComesLast() {
    assertThat(order(RoutingPreferences.NONE, false, LOCAL, SHAKY, SLOW, GOOD))
        .containsExactly("good", "slow", "shaky", "local");
  }

  @Test
  void providersTakeTurnsSoThatOneOutageNeverBlocksTheChain() {
    assertThat(order(RoutingPreferences.NONE, false, GOOD, TWIN, SLOW))
        .containsExactly("good", "slow", "twin");
  }

  @Test
  void littleQuotaLeftCostsAPlace() {
    RankedModel scarce = fit("cerebras", "scarce", 0.99, 400, 0.05, "large", false);
    assertThat(order(RoutingPreferences.NONE, false, scarce, GOOD))
        .containsExactly("good", "scarce");
  }

  @Test
  void theFastestGoesByLatencyAlone() {
    assertThat(order(RoutingPreferences.NONE, true, GOOD, SLOW, SHAKY))
        .containsExactly("shaky", "good", "slow");
    var fastest = new RoutingPreferences(List.of(), List.of(), Strategy.FASTEST, null, List.of());
    assertThat(order(fastest, false, GOOD, SHAKY)).containsExactly("shaky", "good");
  }

  @Test
  void preferenceAppliesLastAndWins() {
    var prefer =
        new RoutingPreferences(
            List.of("cohere", "mistral/slow"), List.of(), Strategy.BALANCED, null, List.of());
    assertThat(order(prefer, false, GOOD, SLOW, SHAKY)).containsExactly("shaky", "slow", "good");
  }

  @Test
  void theStrongestIsTheOneOfTheLargestTier() {
    var strongest =
        new RoutingPreferences(List.of(), List.of(), Strategy.STRONGEST, null, List.of());
    assertThat(order(strongest, false, SHAKY, GOOD)).containsExactly("good", "shaky");
  }
}
