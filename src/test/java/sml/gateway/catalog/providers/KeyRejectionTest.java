package sml.gateway.catalog.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyRejectionTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private static KeyRejection next(@Nullable KeyRejection before) {
    return KeyRejection.next(before, "no", NOW, Duration.ofMinutes(1), Duration.ofHours(6));
  }

  @Test
  void theLongestCooldownIsOfHours() {
    KeyRejection keyRejection = next(null);
    assertThat(keyRejection.until()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
    for (int i = 1; i < 40; i++) {
      keyRejection = next(keyRejection);
    }
    assertThat(keyRejection.until()).isEqualTo(NOW.plus(Duration.ofHours(6)));
    assertThat(keyRejection.times()).isEqualTo(40);
  }
}
