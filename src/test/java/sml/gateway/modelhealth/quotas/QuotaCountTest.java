package sml.gateway.modelhealth.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.modelhealth.quotas.rates.SlidingWindowCount;
import sml.gateway.modelhealth.quotas.readings.Quota;

class QuotaCountTest {
  private static final QuotaCalendar PACIFIC = new QuotaCalendar(ZoneId.of("America/Los_Angeles"));
  private static final long LATE = at("2026-11-30T20:00:00Z");
  private static final long MIDNIGHT_THERE = at("2026-12-01T08:00:00Z");

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private static QuotaCount count(Quota quota, QuotaCalendar calendar) {
    return new QuotaCount(quota, new SlidingWindowCount(quota.periodMs), () -> calendar);
  }

  @Test
  void aMonthOfTheCalendarEndsInTheZoneOfItsProvider() {
    QuotaCount month = count(Quota.REQUESTS_PER_MONTH, PACIFIC);
    month.add(900, at("2026-11-02T10:00:00Z"));
    month.add(5, LATE);
    assertThat(month.freeAt(10, LATE)).isEqualTo(MIDNIGHT_THERE);
    assertThat(month.used(MIDNIGHT_THERE - 1)).isEqualTo(905);
    assertThat(month.used(MIDNIGHT_THERE)).isZero();
  }

  @Test
  void aMonthThatRollsHoldsTheLastThirtyDays() {
    QuotaCount month = count(Quota.REQUESTS_PER_MONTH, QuotaCalendar.ROLLING);
    month.add(900, at("2026-11-02T10:00:00Z"));
    month.add(5, LATE);
    assertThat(month.freeAt(10, LATE))
        .isBetween(at("2026-12-02T10:00:00Z"), at("2026-12-03T00:00:00Z"));
    assertThat(month.used(MIDNIGHT_THERE)).isEqualTo(905);
    assertThat(month.used(at("2026-12-03T10:00:00Z"))).isEqualTo(5);
  }

  @Test
  void whatWasSavedCountsUntilItsPeriodIsOver() {
    for (QuotaCalendar calendar : new QuotaCalendar[] {PACIFIC, QuotaCalendar.ROLLING}) {
      QuotaCount before = count(Quota.REQUESTS_PER_MONTH, calendar);
      before.add(7, LATE);
      long[] saved = before.saved(LATE);
      QuotaCount after = count(Quota.REQUESTS_PER_MONTH, calendar);
      after.restore(saved, LATE + 60_000);
      after.add(1, LATE + 60_000);
      assertThat(after.used(LATE + 60_000)).isEqualTo(8);
      QuotaCount late = count(Quota.REQUESTS_PER_MONTH, calendar);
      late.restore(saved, at("2027-01-02T00:00:00Z"));
      assertThat(late.used(at("2027-01-02T00:00:00Z"))).isZero();
    }
  }

  @Test
  void onlyASlidingCountIsLoweredToWhatAProviderSays() {
    QuotaCount rolling = count(Quota.RPD, QuotaCalendar.ROLLING);
    rolling.add(9, LATE);
    rolling.lower(4, LATE);
    assertThat(rolling.used(LATE)).isEqualTo(4);
    QuotaCount fixed = count(Quota.RPD, PACIFIC);
    fixed.add(9, LATE);
    fixed.lower(4, LATE);
    assertThat(fixed.used(LATE)).isEqualTo(9);
    fixed.beginAnew();
    assertThat(fixed.used(LATE)).isZero();
  }
}
