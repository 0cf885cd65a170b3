package sml.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import sml.gateway.routing.Field.Load;
import sml.gateway.routing.Field.Result;

/**
 * Ten runs of 600 requests each against twelve simulated providers, in virtual time. The bounds are
 * what the product promises; they hold for every seed where all requests have to be answered and
 * for the mean of the seeds where times and calls are meant.
 */
class FieldTest {
  private static final Load SIXTEEN_TOGETHER = new Load(600, 16, 0);
  private static final Load EIGHT_PER_SECOND = new Load(600, 16, 8);

  private static List<Result> runs(Load load, Set<String> without) {
    return LongStream.rangeClosed(1, 10)
        .mapToObj(
            seed ->
                new Field(seed, load, SampleSettings.defaults(), FieldProvider.without(without))
                    .run())
        .toList();
  }

  private static double mean(List<Result> results, ToDoubleFunction<Result> figure) {
    return results.stream().mapToDouble(figure).average().orElseThrow();
  }

  private static void answered(List<Result> results, double atLeast) {
    assertThat(results).allSatisfy(run -> assertThat(run.answered()).isGreaterThan(atLeast));
    assertThat(mean(results, Result::callsEach)).isLessThan(1.9);
  }

  @Test
  void sixteenRequestsAtATimeAreAnswered() {
    var results = runs(SIXTEEN_TOGETHER, Set.of());
    answered(results, 0.998);
    assertThat(mean(results, Result::p95)).isLessThan(1_100);
    assertThat(mean(results, Result::p99)).isLessThan(2_500);
    assertThat(mean(results, Result::greatestShare)).isLessThan(0.45);
  }

  @Test
  void theyAreAnsweredWithoutTheTwoBestProviders() {
    var results = runs(SIXTEEN_TOGETHER, Set.of("alpha", "charlie"));
    answered(results, 0.995);
    assertThat(mean(results, Result::p95)).isLessThan(2_000);
    assertThat(mean(results, Result::p99)).isLessThan(4_000);
  }

  @Test
  void eightRequestsASecondAreAnsweredOverTheOutages() {
    var results = runs(EIGHT_PER_SECOND, Set.of());
    answered(results, 0.998);
    assertThat(mean(results, Result::p50)).isLessThan(260);
    assertThat(mean(results, Result::p95)).isLessThan(750);
    assertThat(mean(results, Result::p99)).isLessThan(2_000);
  }
}
