package sml.gateway.catalog.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RejectionTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private static Rejection next(@Nullable Rejection before) {
    return Rejection.next(before, "no", NOW, Duration.ofMinutes(1), Duration.ofHours(6));
  }

  @Test
  void theLongestRestIsOfHours() {
    Rejection rejection = next(null);
    assertThat(rejection.until()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
    for (int i = 1; i < 40; i++) {
      rejection = next(rejection);
    }
    assertThat(rejection.until()).isEqualTo(NOW.plus(Duration.ofHours(6)));
    assertThat(rejection.times()).isEqualTo(40);
  }
}
