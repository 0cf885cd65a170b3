package sml.gateway.modelhealth.quotas.rates;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotaScopeEvidenceTest {
  private final QuotaScopeEvidence evidence = new QuotaScopeEvidence();

  private void note(int times, double used, double model, double account) {
    for (int i = 0; i < times; i++) {
      evidence.note(used, model, account);
    }
  }

  @Test
  void aLimitThatFallsWithCallsOfOtherModelsIsShared() {
    note(2, 9, 3, 9);
    assertThat(evidence.isShared()).isFalse();
    note(1, 10, 3, 10);
    assertThat(evidence.isShared()).isTrue();
  }

  @Test
  void aLimitThatFallsWithItsOwnCallsOnlyIsNot() {
    note(10, 3, 3, 9);
    assertThat(evidence.isShared()).isFalse();
  }

  @Test
  void oneModelAloneSaysNothing() {
    note(10, 5, 5, 5);
    assertThat(evidence.isShared()).isFalse();
  }

  @Test
  void callsOfAnotherProgramAreNoEvidence() {
    note(10, 25, 3, 9);
    assertThat(evidence.isShared()).isFalse();
  }

  @Test
  void aWindowThatHasJustOpenedDoesNotUndoIt() {
    note(3, 9, 3, 9);
    note(4, 0, 3, 9);
    assertThat(evidence.isShared()).isTrue();
    note(3, 3, 3, 9);
    assertThat(evidence.isShared()).isFalse();
  }
}
