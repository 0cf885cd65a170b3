package sml.gateway.school.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.hedge.WilsonInterval;

class ExamEvidenceTest {
  private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");
  private static final Duration HALF_LIFE = Duration.ofDays(14);
  private final ExamEvidence examEvidence = new ExamEvidence(NOW, HALF_LIFE);

  @Test
  void freshAnswersCountInFull() {
    examEvidence.add(7, 9, NOW);
    ExamScores.Score score = examEvidence.score();
    assertThat(score.share()).isCloseTo(7 / 9.0, within(1e-9));
    assertThat(score.answers()).isEqualTo(9);
  }

  @Test
  void anAnswerOfOneHalfLifeAgoCountsHalf() {
    examEvidence.add(0, 10, NOW.minus(HALF_LIFE));
    examEvidence.add(10, 10, NOW);
    assertThat(examEvidence.score().share()).isCloseTo(10 / 15.0, within(1e-9));
    assertThat(examEvidence.weight()).isCloseTo(15 * 15 / 12.5, within(1e-9));
  }

  @Test
  void withoutAnswersNothingIsKnown() {
    assertThat(examEvidence.score()).isEqualTo(new ExamScores.Score(0, 0, 0, 1));
  }

  @Test
  void theIntervalIsWilsons() {
    WilsonInterval of9 = WilsonInterval.of(7 / 9.0, 9);
    assertThat(of9.low()).isCloseTo(0.4526, within(1e-4));
    assertThat(of9.high()).isCloseTo(0.9368, within(1e-4));
    assertThat(WilsonInterval.of(1, 3).low()).isCloseTo(0.4385, within(1e-4));
    assertThat(WilsonInterval.of(0, 3).low()).isZero();
  }
}
