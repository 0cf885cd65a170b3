package sml.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationParserTest {
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
    "999999, PT277H46M39S",
    "3600000, PT1H",
    "27h41m36s, PT27H41M36S",
    "1d2h, PT26H",
    "1D2H, PT26H",
    "7m 12.5s, PT7M12.5S",
    "3 days, PT72H",
    "20 minutes, PT20M",
    "1 hour and 20 minutes, PT1H20M",
    "'2 hours, 5 minutes and 3 seconds', PT2H5M3S",
    "1 week, PT168H",
    "250 ms, PT0.25S",
    "45secs, PT45S",
    "'1,234 seconds', PT20M34S",
    "03:12:44, PT3H12M44S",
    "PT36S, PT36S",
    "P1DT2H, PT26H",
    "2026-11-24 00:00:20, PT20S",
    "2026-11-24 00:00:20 UTC, PT20S",
    "2026-11-24T07:00:20+07:00, PT20S",
    "2026-11-24T07:00:20+0700, PT20S",
    "2026-11-24 00:00:20.5 +0000 UTC, PT20.5S",
    "2026-11-24T00:01Z, PT1M",
    "2026-11-25, PT24H",
    "400 days, PT768H",
    "2027-11-24, PT768H",
  })
  void everyFormIsUnderstood(String text, Duration expected) {
    assertThat(DurationParser.parse(text, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tue, 24 Nov 2026 00:00:30 GMT"})
  void anHttpDateIsUnderstood(String text) {
    assertThat(DurationParser.parse(text, NOW)).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", " ", "soon", "-1", "1x", "s", "2026-13-01", "5 apples", "12:00:00 UTC"})
  void nonsenseIsNoTime(String text) {
    assertThat(DurationParser.parse(text, NOW)).isNull();
  }

  @Test
  void aDateWithoutAZoneIsInTheZoneOfItsProvider() {
    var shanghai = ZoneId.of("Asia/Shanghai");
    assertThat(DurationParser.parse("2026-11-24 08:30:00", NOW, shanghai))
        .isEqualTo(Duration.ofMinutes(30));
    assertThat(DurationParser.parse("2026-11-24T00:30:00Z", NOW, shanghai))
        .isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void aTimeAtTheBeginningOfASentenceIsUnderstood() {
    assertThat(DurationParser.leading("3 days, or upgrade.", NOW, ZoneOffset.UTC))
        .isEqualTo(Duration.ofDays(3));
    assertThat(DurationParser.leading("4.77s. Need more?", NOW, ZoneOffset.UTC))
        .isEqualTo(Duration.ofMillis(4770));
    assertThat(DurationParser.leading("20 before asking again", NOW, ZoneOffset.UTC))
        .isEqualTo(Duration.ofSeconds(20));
    assertThat(DurationParser.leading("20 requests", NOW, ZoneOffset.UTC)).isNull();
  }
}
