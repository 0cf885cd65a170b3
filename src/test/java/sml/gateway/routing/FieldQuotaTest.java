package sml.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three providers of thirty requests a minute that get more requests than they allow. */
class FieldQuotaTest {
  private static final int MINUTES = 10;
  private static final int PER_MINUTE = 30;

  private static final List<FieldProvider.Kind> SMALL =
      IntStream.range(0, 3)
          .mapToObj(
              nth ->
                  new FieldProvider.Kind(
                      "small" + nth, 400, .5, .02, 0, .01, .002, .01, PER_MINUTE, 0, 0))
          .toList();

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void theirQuotasAreUsedAndHardlyOverrun(int perSecond) {
    Use use = use(1, perSecond);
    assertThat(use.used()).isGreaterThan(0.95);
    assertThat(use.refused()).isLessThan(0.02);
  }

  /**
   * How three small providers were used.
   *
   * @param used part of what they allow, above 1 by the burst of the first minute
   * @param refused part of the calls
   */
  record Use(double used, double refused) {}

  static Use use(long seed, int perSecond) {
    var load = new Field.Load(perSecond * 60 * MINUTES, 1_000, perSecond);
    var result = new Field(seed, load, SampleSettings.defaults(), SMALL).run();
    int accepted = result.counts().values().stream().mapToInt(FieldProvider.Counts::accepted).sum();
    int refused = result.counts().values().stream().mapToInt(FieldProvider.Counts::refused).sum();
    double capacity = SMALL.size() * PER_MINUTE * (result.took().toSeconds() / 60.0);
    return new Use(accepted / capacity, (double) refused / (accepted + refused));
  }
}
