package sml.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.chat.Refusal.Period;

class QuotaCalendarTest {
  @ParameterizedTest
  @CsvSource({
    "UTC, DAY, 2026-11-24T12:00:00Z, 2026-11-25T00:00:00Z",
    "UTC, DAY, 2026-11-24T00:00:00Z, 2026-11-25T00:00:00Z",
    "UTC, WEEK, 2026-11-24T12:00:00Z, 2026-11-30T00:00:00Z",
    "UTC, WEEK, 2026-11-30T00:00:00Z, 2026-12-07T00:00:00Z",
    "UTC, MONTH, 2026-11-24T12:00:00Z, 2026-12-01T00:00:00Z",
    "UTC, MONTH, 2026-12-31T23:59:59Z, 2027-01-01T00:00:00Z",
    "UTC, HOUR, 2026-11-24T12:20:00Z, 2026-11-24T13:20:00Z",
    "America/Los_Angeles, DAY, 2026-11-24T12:00:00Z, 2026-11-25T08:00:00Z",
    "America/Los_Angeles, DAY, 2026-07-24T12:00:00Z, 2026-07-25T07:00:00Z",
    "America/Los_Angeles, DAY, 2026-11-01T07:30:00Z, 2026-11-02T08:00:00Z",
    "America/Los_Angeles, MONTH, 2026-12-01T07:59:00Z, 2026-12-01T08:00:00Z",
    "Asia/Shanghai, DAY, 2026-11-24T12:00:00Z, 2026-11-24T16:00:00Z",
    "Asia/Bangkok, MONTH, 2026-11-30T16:59:59Z, 2026-11-30T17:00:00Z",
    "rolling, DAY, 2026-11-24T12:00:00Z, 2026-11-25T12:00:00Z",
    "rolling, MONTH, 2026-11-24T12:00:00Z, 2026-12-24T12:00:00Z",
  })
  void aQuotaEndsAtTheMidnightOfItsProvider(String zone, Period period, Instant now, Instant end) {
    var calendar = QuotaCalendar.of(zone);
    assertThat(calendar.end(period, now)).isEqualTo(end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Pacific", "Mars/Base", "UTC+99"})
  void whatIsNoZoneIsRefused(String text) {
    assertThatThrownBy(() -> QuotaCalendar.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
