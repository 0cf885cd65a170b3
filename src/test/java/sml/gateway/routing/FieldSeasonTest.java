package sml.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sml.gateway.routing.FieldAbilities.Change;
import sml.gateway.routing.FieldSeason.Result;
import sml.gateway.routing.FieldSeason.Who;

/** A small form of {@code bench/field}; the bounds hold with room. */
class FieldSeasonTest {
  private static List<Result> ours = List.of();
  private static List<Result> oracle = List.of();

  @BeforeAll
  static void run() {
    RoutingSettings settings = SampleSettings.defaults();
    ours =
        LongStream.rangeClosed(1, 3)
            .mapToObj(seed -> FieldSeason.run(Who.OURS, seed, settings, null))
            .toList();
    oracle =
        IntStream.range(0, ours.size())
            .mapToObj(i -> FieldSeason.run(Who.ORACLE, i + 1L, settings, ours.get(i).drifts()))
            .toList();
  }

  private static double mean(List<Result> results, ToDoubleFunction<Result> figure) {
    return results.stream().mapToDouble(figure).average().orElseThrow();
  }

  @Test
  void everyRequestIsAnsweredWhileModelsChange() {
    assertThat(ours).allSatisfy(run -> assertThat(run.field().answered()).isGreaterThan(0.998));
  }

  @Test
  void mostAnswersAreRightAlthoughNoOneSaysWhichAre() {
    assertThat(mean(ours, run -> run.right(300, FieldSeason.REQUESTS))).isGreaterThan(0.78);
  }

  @Test
  void whoKnowsWhatModelsCanDoIsRightInNineOfTen() {
    assertThat(mean(oracle, run -> run.right(300, FieldSeason.REQUESTS))).isGreaterThan(0.9);
  }

  @Test
  void aModelThatLosesACategoryNoLongerLeadsIt() {
    assertThat(ours)
        .flatMap(Result::notices)
        .filteredOn(notice -> notice.drift().change() == Change.LOSES_A_CATEGORY)
        .isNotEmpty()
        .allSatisfy(
            notice -> {
              assertThat(notice.noticed()).isTrue();
              assertThat(notice.calls()).isLessThan(60);
            });
  }
}
