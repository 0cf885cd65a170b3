package sml.gateway.acceptance.school;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.simulation.SimulatedProvider;

/** A simulated week of exams says who is able to do what. */
@ExtendWith(InTown.class)
class SchoolWeekTest {
  private static final int PROVIDERS = 12;
  private static final int MODELS = 3;

  @ParameterizedTest
  @ValueSource(longs = {1})
  void aWeekOfExamsTellsWhoIsAble(long seed, Town town) {
    List<Truth> pupils = enrol(town, new Random(seed));
    long t0 = System.nanoTime();
    for (int round = 0; round < 7 * 24 * 4; round++) {
      town.round();
      town.clock.pass(Duration.ofMinutes(15));
      if (round % 96 == 0) {
        System.out.println("day " + round / 96 + " " + (System.nanoTime() - t0) / 1_000_000);
      }
    }
    System.out.println(town.bean(sml.gateway.school.staff.LiveFaculty.class).staff());
    assertThat(pupils).hasSize(36);
  }

  private static List<Truth> enrol(Town town, Random random) {
    List<Truth> pupils = new ArrayList<>();
    for (int p = 0; p < PROVIDERS; p++) {
      SimulatedProvider provider =
          SimulatedProvider.start(
              SimulatedProvider.Options.standard().seed(random.nextLong()).keeping(1));
      for (int m = 0; m < MODELS; m++) {
        Truth truth = Truth.of("school-" + p, p + PROVIDERS * m, PROVIDERS * MODELS, random);
        pupils.add(truth);
        provider.model(truth.ref().model(), truth.behaviour(town.crib()));
      }
      town.register("school-" + p, provider);
    }
    return pupils;
  }
}
