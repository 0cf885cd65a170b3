package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static sml.gateway.modelhealth.Lab.A;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Category;
import sml.gateway.chat.LiveStats.ModelStats;

class ModelLiveStatsTest {
  private final Lab lab = new Lab();

  private ModelStats stats() {
    return lab.liveStats.of(A, Category.GENERAL);
  }

  @Test
  void aModelThatWasNeverAskedHasThePrior() {
    assertThat(stats()).isEqualTo(new ModelStats(null, 0.7, 0, 5, null, null, 1));
  }

  @Test
  void answersRaiseAndFailuresLowerItsSuccess() {
    lab.answers(A);
    assertThat(stats().success()).isCloseTo((3.5 + 1) / 6, within(1e-9));
    lab.fails(A);
    assertThat(stats().success()).isCloseTo((3.5 + 1) / 7, within(1e-9));
    assertThat(stats().samples()).isEqualTo(2);
  }

  @Test
  void whatOtherCategoriesSayIsThePriorOfANewOne() {
    for (int i = 0; i < 20; i++) {
      lab.fails(A);
    }
    ModelStats math = lab.liveStats.of(A, Category.MATH);
    assertThat(math.samples()).isZero();
    assertThat(math.success()).isCloseTo(3.5 / 25, within(1e-9));
  }

  @Test
  void oldResultsFade() {
    for (int i = 0; i < 20; i++) {
      lab.fails(A);
    }
    lab.pass("48H");
    assertThat(stats().success()).isCloseTo(0.7, within(0.03));
  }

  @Test
  void timesAreMediansCountedFromTheStartOfTheAttempt() {
    for (int i = 0; i < 9; i++) {
      lab.answers(A, new AttemptTiming(5_000, 5_200L, 6_000));
    }
    lab.answers(A, new AttemptTiming(0, 9_000L, 90_000));
    assertThat(stats().usualFirstContent()).isBetween(millis(180), millis(220));
    assertThat(stats().usualTotal()).isBetween(millis(900), millis(1_100));
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
