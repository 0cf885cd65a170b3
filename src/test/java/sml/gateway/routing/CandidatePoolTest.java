package sml.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores.Report;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.chat.LiveStats.CooldownState;
import sml.gateway.chat.LiveStats.ModelStats;
import sml.gateway.routing.CandidateRanking.RankedModel;

class CandidatePoolTest {
  private final CandidatePool pool =
      new CandidatePool(
          SampleSettings.defaults(),
          new RoutingGoal(RoutingGoal.Mode.AUTO, Category.GENERAL, false, null));

  private static RankedModel fit(String provider, @Nullable CooldownState cooldown) {
    var model = SampleFit.model(provider, "m", "large");
    return SampleFit.of(
        model, new ModelStats(cooldown, 0.9, 10, 10, null, null, 1), false, Report.UNTESTED);
  }

  private static CooldownState cooldown(int seconds, boolean byProvider) {
    return new CooldownState("cooling down after error", Duration.ofSeconds(seconds), byProvider);
  }

  private static List<String> providers(List<RankedModel> fits) {
    return fits.stream().map(fit -> fit.model().ref().provider()).toList();
  }

  private void healthy(String... providers) {
    for (String provider : providers) {
      pool.add(fit(provider, null), null);
    }
  }

  @Test
  void withEnoughHealthyOwnersCoolingOnesComeLast() {
    healthy("a", "b", "c");
    pool.add(fit("d", cooldown(9, false)), null);
    CandidatePool.Choice choice = pool.choose();
    assertThat(providers(choice.first())).containsExactly("a", "b", "c");
    assertThat(providers(choice.last())).containsExactly("d");
    assertThat(choice.dropped().getFirst().reason()).startsWith("cooling down 9 s more");
  }

  @Test
  void withFewerThanThreeHealthyOwnersCoolingOnesAreRankedAmongThem() {
    healthy("a", "b");
    pool.add(fit("c", cooldown(60, false)), null);
    pool.add(fit("d", cooldown(5, false)), null);
    CandidatePool.Choice choice = pool.choose();
    assertThat(providers(choice.first())).containsExactly("a", "b", "c", "d");
    assertThat(choice.last()).isEmpty();
    assertThat(choice.note()).contains("2 of 4 models are healthy");
  }

  @Test
  void withASmallHealthyShareCoolingOnesAreRankedAmongThem() {
    healthy("a", "b", "c");
    for (int i = 0; i < 8; i++) {
      pool.add(fit("x" + i, cooldown(9, false)), null);
    }
    assertThat(pool.choose().first()).hasSize(11);
  }

  @Test
  void aModelWhoseProviderAskedToWaitIsNeverAskedSooner() {
    pool.add(fit("a", cooldown(5, true)), null);
    CandidatePool.Choice choice = pool.choose();
    assertThat(choice.isEmpty()).isTrue();
    assertThat(providers(choice.coolingDown())).containsExactly("a");
    assertThat(choice.dropped()).hasSize(1);
  }

  @Test
  void whenAllHaveToWaitTheSoonestIsWaitedFor() throws Exception {
    pool.add(fit("a", cooldown(50, true)), null);
    pool.add(fit("b", cooldown(5, true)), null);
    pool.choose();
    assertThat(pool.wait(SampleRequest.chat(), () -> 0L)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void waitingRequestsComeBackSpread() throws Exception {
    pool.add(fit("a", cooldown(5, true)), null);
    pool.choose();
    assertThat(pool.wait(SampleRequest.chat(), () -> -1L))
        .isBetween(Duration.ofMillis(5_490), Duration.ofMillis(5_500));
  }

  @Test
  void aModelThatIsBackTooLateIsNotWaitedFor() throws Exception {
    pool.add(fit("a", cooldown(300, true)), null);
    pool.choose();
    var request = SampleRequest.chat();
    assertThatThrownBy(() -> pool.wait(request, () -> 0L))
        .isInstanceOf(NoModelFits.class)
        .hasMessageContaining("back in 301 s");
  }
}
