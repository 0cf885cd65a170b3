package sml.gateway.modelhealth.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

class ReportedQuotaNoteTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final QuotaSource SAID = QuotaSource.header("x-remaining", NOW);

  private final ReportedQuota reported = new ReportedQuota();

  @Test
  void whatWasSentSinceIsTakenFromWhatWasReported() {
    reported.note(10, 3, 1L, NOW + 1000, true, SAID);
    assertThat(reported.left()).isEqualTo(7);
    reported.charge(5);
    assertThat(reported.left()).isEqualTo(2);
    reported.charge(-1);
    assertThat(reported.left()).isEqualTo(3);
    reported.charge(9);
    assertThat(reported.left()).isZero();
  }

  @Test
  void itHoldsUntilItsReset() {
    assertThat(reported.exists()).isFalse();
    reported.note(10, 0, 1L, NOW + 1000, true, SAID);
    assertThat(reported.holds(NOW + 999)).isTrue();
    assertThat(reported.holds(NOW + 1000)).isFalse();
    assertThat(reported.forget()).isTrue();
    assertThat(reported.exists()).isFalse();
  }

  @Test
  void theBetterOfTwoKeysIsWhatCanStillBeAsked() {
    reported.note(10, 0, 1L, NOW + 1000, true, SAID);
    assertThat(reported.isBetterThan(4, 2L, NOW)).isTrue();
    assertThat(reported.isBetterThan(12, 2L, NOW)).isFalse();
    assertThat(reported.isBetterThan(4, 1L, NOW)).isFalse();
    assertThat(reported.isBetterThan(4, 2L, NOW + 1000)).isFalse();
  }
}
