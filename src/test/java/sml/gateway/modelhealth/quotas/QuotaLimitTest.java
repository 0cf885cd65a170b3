package sml.gateway.modelhealth.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

class QuotaLimitTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long QUARTER = 900_000;
  private static final QuotaSource SAID = QuotaSource.header("x-limit", NOW);

  private final QuotaLimit limit = new QuotaLimit();

  @Test
  void aHintIsTriedBeyondAndGivesWayToSuccess() {
    limit.hint(10, true);
    assertThat(limit.beyond(10, 1, NOW)).isEqualTo(1);
    limit.charged(10, 10, NOW);
    assertThat(limit.beyond(11, 1, NOW)).isZero();
    assertThat(limit.beyondMs()).isEqualTo(NOW + QUARTER);
    assertThat(limit.beyond(11, 1, NOW + QUARTER)).isEqualTo(9);
    assertThat(limit.value()).isEqualTo(20);
    assertThat(limit.source().kind()).isEqualTo(QuotaSource.Kind.LEARNED);
  }

  @Test
  void aRefusedTrialLeavesTheHintAsItIs() {
    limit.hint(10, true);
    limit.charged(10, 10, NOW);
    limit.refused();
    assertThat(limit.beyond(11, 1, NOW + QUARTER)).isEqualTo(1);
    assertThat(limit.value()).isEqualTo(10);
    assertThat(limit.isMeasured()).isFalse();
  }

  @Test
  void aMeasuredLimitReplacesTheHintAndIsNeverTriedBeyond() {
    limit.hint(10, true);
    limit.measured(7L, SAID);
    assertThat(limit.value()).isEqualTo(7);
    assertThat(limit.source()).isEqualTo(SAID);
    assertThat(limit.beyond(7, 1, NOW + QUARTER)).isZero();
    assertThat(limit.beyondMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void soDoesOneOfAnEarlierProcess() {
    limit.hint(10, true);
    limit.restore(7, SAID);
    assertThat(limit.isMeasured()).isTrue();
    assertThat(limit.beyond(7, 1, NOW + QUARTER)).isZero();
  }
}
