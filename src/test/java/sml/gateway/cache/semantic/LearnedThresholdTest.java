package sml.gateway.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearnedThresholdTest {
  private final LearnedThreshold fresh = LearnedThreshold.of(0.92);

  @Test
  void beginsAtTheFloor() {
    assertThat(fresh.allows(0.92, 0)).isTrue();
    assertThat(fresh.allows(0.91, 1)).isFalse();
  }

  @Test
  void aRefusalMovesItHalfTheWayUpAndNeverDown() {
    assertThat(fresh.refusedAt(0.98).cosine()).isEqualTo(0.95, within(1e-9));
    assertThat(fresh.refusedAt(0.9).cosine()).isEqualTo(0.92);
  }

  @Test
  void servesNoMoreOnceTooManyWereWrong() {
    var served = fresh;
    for (int times = 0; times < 100; times++) {
      served = served.servedOnce();
    }
    var once = served.disputedOnce();
    assertThat(once.cosine()).isEqualTo(0.96, within(1e-9));
    assertThat(once.allows(0.97, 0.02)).isTrue();
    assertThat(once.allows(0.97, 0)).isFalse();
    assertThat(fresh.servedOnce().disputedOnce().allows(1, 0.02)).isFalse();
  }
}
