package sml.gateway.school.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Faculty;
import sml.gateway.chat.Wilson;

class EvidenceTest {
  private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");
  private static final Duration HALF_LIFE = Duration.ofDays(14);
  private final Evidence evidence = new Evidence(NOW, HALF_LIFE);

  @Test
  void freshAnswersCountInFull() {
    evidence.add(7, 9, NOW);
    Faculty.Score score = evidence.score();
    assertThat(score.share()).isCloseTo(7 / 9.0, within(1e-9));
    assertThat(score.answers()).isEqualTo(9);
  }

  @Test
  void anAnswerOfOneHalfLifeAgoCountsHalf() {
    evidence.add(0, 10, NOW.minus(HALF_LIFE));
    evidence.add(10, 10, NOW);
    assertThat(evidence.score().share()).isCloseTo(10 / 15.0, within(1e-9));
    assertThat(evidence.weight()).isCloseTo(15 * 15 / 12.5, within(1e-9));
  }

  @Test
  void withoutAnswersNothingIsKnown() {
    assertThat(evidence.score()).isEqualTo(new Faculty.Score(0, 0, 0, 1));
  }

  @Test
  void theIntervalIsWilsons() {
    Wilson of9 = Wilson.of(7 / 9.0, 9);
    assertThat(of9.low()).isCloseTo(0.4526, within(1e-4));
    assertThat(of9.high()).isCloseTo(0.9368, within(1e-4));
    assertThat(Wilson.of(1, 3).low()).isCloseTo(0.4385, within(1e-4));
    assertThat(Wilson.of(0, 3).low()).isZero();
  }
}
