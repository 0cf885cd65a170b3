package sml.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LenientTimeTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "12ms, PT0.012S",
    "0s, PT0S",
    "6m0s, PT6M",
    "2m59.56s, PT2M59.56S",
    "17.399999999s, PT17.399999999S",
    "1h2m3s, PT1H2M3S",
    "500, PT8M20S",
    "7.66, PT7.66S",
    "33011.382867, PT9H10M11.382867S",
    "2026-11-24T00:00:20Z, PT20S",
    "2026-11-23T23:59:00Z, PT0S",
    "1795478430, PT30S",
    "1795478430000, PT30S",
    "999999, PT24H",
  })
  void everyFormIsUnderstood(String text, Duration expected) {
    assertThat(LenientTime.parse(text, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tue, 24 Nov 2026 00:00:30 GMT"})
  void anHttpDateIsUnderstood(String text) {
    assertThat(LenientTime.parse(text, NOW)).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "soon", "-1", "1x", "s"})
  void nonsenseIsNoTime(String text) {
    assertThat(LenientTime.parse(text, NOW)).isNull();
  }
}
