package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MinuteCounterTest {
  private final MinuteCounter counter = new MinuteCounter();

  @Test
  void whatIsOlderThanAMinuteNoLongerCounts() {
    counter.add(1_000_000);
    counter.add(1_030_000);
    assertThat(counter.sum(1_059_999)).isEqualTo(2);
    assertThat(counter.sum(1_060_000)).isEqualTo(1);
    assertThat(counter.sum(1_090_000)).isZero();
  }

  @Test
  void aLongSilenceForgetsEverything() {
    counter.add(1_000_000);
    assertThat(counter.sum(9_000_000)).isZero();
    counter.add(9_000_000);
    assertThat(counter.sum(9_000_500)).isEqualTo(1);
  }
}
