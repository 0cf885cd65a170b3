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
import sml.gateway.chat.Hedge;
import sml.gateway.chat.HedgeContender;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Step;

class HedgeWidthTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "9, 3"})
  void theSettingDecidesHowManyAreAskedAtOnce(int width, int asked) throws Exception {
    var settings = SampleSettings.with(Map.of("sml.routing.hedge-width", width));
    assertThat(started(settings, candidates(1), 1)).isEqualTo(asked);
  }

  @Test
  void oneIsAskedFirstWhenManyRequestsWouldUseUpQuotas() throws Exception {
    assertThat(started(SampleSettings.defaults(), candidates(1), 10)).isEqualTo(3);
    assertThat(started(SampleSettings.defaults(), candidates(1), 11)).isEqualTo(1);
  }

  @Test
  void oneIsAskedFirstWhenLittleQuotaIsLeft() throws Exception {
    assertThat(started(SampleSettings.defaults(), candidates(0.1), 1)).isEqualTo(1);
  }

  private static List<Candidate> candidates(double headroom) {
    return Stream.of("a", "a", "b", "c", "d")
        .map(
            name ->
                new Candidate(
                    new ModelRef(name, "m"),
                    false,
                    false,
                    1,
                    null,
                    Duration.ofDays(1),
                    headroom,
                    ""))
        .toList();
  }

  private static long started(RoutingSettings settings, List<Candidate> five, int perMinute)
      throws Exception {
    Step step =
        new HedgePlanner(settings)
            .decide(SampleTurn.turn(), five, five.size(), perMinute, 8)
            .step();
    Hedge hedge = ((Step.Hedged) step).hedge();
    HedgeContender first = hedge.await();
    assertThat(first).isNotNull();
    return 1 + IntStream.range(1, 5).takeWhile(other -> begins(hedge)).count();
  }

  /** True when a further slot may begin by now; one that has to wait is interrupted. */
  private static boolean begins(Hedge hedge) {
    Thread.currentThread().interrupt();
    try {
      return hedge.await() != null;
    } catch (InterruptedException hasToWait) {
      return false;
    } finally {
      Thread.interrupted();
    }
  }
}
