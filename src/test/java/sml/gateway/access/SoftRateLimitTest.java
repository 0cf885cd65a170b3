package sml.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoftRateLimitTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void theSixtyFirstCallOfAMinuteGetsTheHint() {
    var rate = new SoftRateLimit(60);
    assertThat(IntStream.range(0, 60).noneMatch(i -> rate.exceeded("a", i * SECOND / 2))).isTrue();
    assertThat(rate.exceeded("a", 31 * SECOND)).isTrue();
  }

  @Test
  void anotherAddressIsCountedByItself() {
    var rate = new SoftRateLimit(1);
    rate.exceeded("a", 0);
    assertThat(rate.exceeded("a", 1)).isTrue();
    assertThat(rate.exceeded("b", 2)).isFalse();
  }

  @Test
  void callsFadeAsTheMinutePasses() {
    var rate = new SoftRateLimit(10);
    IntStream.range(0, 10).forEach(i -> rate.exceeded("a", 50 * SECOND));
    assertThat(rate.exceeded("a", 61 * SECOND)).isTrue();
    assertThat(rate.exceeded("a", 119 * SECOND)).isFalse();
  }

  @Test
  void aQuietMinuteForgetsEverything() {
    var rate = new SoftRateLimit(1);
    rate.exceeded("a", 0);
    rate.exceeded("a", 1);
    assertThat(rate.exceeded("a", 130 * SECOND)).isFalse();
  }
}
