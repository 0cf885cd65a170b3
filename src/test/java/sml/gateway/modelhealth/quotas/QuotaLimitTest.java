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
  void whatTheOperatorSetReplacesTheHintAndIsNeverTriedBeyond() {
    limit.hint(10, true);
    limit.operator(7L, NOW);
    assertThat(limit.value()).isEqualTo(7);
    assertThat(limit.source()).isEqualTo(QuotaSource.operator(NOW));
    assertThat(limit.isMeasured()).isFalse();
    assertThat(limit.beyond(7, 1, NOW + QUARTER)).isZero();
    assertThat(limit.beyondMs()).isEqualTo(Long.MAX_VALUE);
    limit.operator(null, 0);
    assertThat(limit.value()).isEqualTo(10);
    assertThat(limit.beyond(10, 1, NOW)).isEqualTo(1);
  }

  @Test
  void onlyASmallerLimitThatWasSaidSinceThenCountsBeforeIt() {
    limit.operator(7L, NOW);
    limit.measured(5L, SAID);
    assertThat(limit.value()).isEqualTo(5);
    assertThat(limit.source()).isEqualTo(SAID);
    limit.operator(7L, NOW + 1);
    assertThat(limit.value()).isEqualTo(7);
    assertThat(limit.isMeasured()).isTrue();
    assertThat(limit.ofProvider()).isEqualTo(5);
    limit.measured(9L, QuotaSource.header("x-limit", NOW + 2));
    assertThat(limit.value()).isEqualTo(7);
    limit.operator(null, 0);
    assertThat(limit.value()).isEqualTo(9);
  }

  @Test
  void whatWasLearnedBeyondAHintIsNoReasonToAskLess() {
    limit.hint(10, true);
    limit.charged(10, 10, NOW);
    limit.beyond(11, 1, NOW + QUARTER);
    assertThat(limit.value()).isEqualTo(20);
    limit.operator(500L, NOW);
    assertThat(limit.value()).isEqualTo(500);
  }

  @Test
  void soDoesOneOfAnEarlierProcess() {
    limit.hint(10, true);
    limit.restore(7, SAID);
    assertThat(limit.isMeasured()).isTrue();
    assertThat(limit.beyond(7, 1, NOW + QUARTER)).isZero();
  }
}
