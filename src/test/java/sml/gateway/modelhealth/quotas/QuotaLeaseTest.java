package sml.gateway.modelhealth.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.modelhealth.quotas.readings.Quota;

/** What one of several gateways reports to the others as sent, and until when that counts. */
class QuotaLeaseTest {
  private static final QuotaCalendar PACIFIC = QuotaCalendar.of("America/Los_Angeles");

  private QuotaCalendar calendar = PACIFIC;
  private long now = Instant.parse("2026-11-24T20:00:00Z").toEpochMilli();

  private final SampleReplicas two = new SampleReplicas(2);

  private QuotaLease lease(Quota quota) {
    return new QuotaLease(two, new QuotaLeaseSource.Key("m:p/a", 1, quota), () -> calendar);
  }

  private void pass(String time) {
    now += Duration.parse("PT" + time).toMillis();
  }

  private long sent(QuotaLease quotaLease) {
    var reported = quotaLease.request(100, now).sent();
    long units = 0;
    for (int i = 1; i < reported.size(); i += 2) {
      units += reported.get(i);
    }
    return units;
  }

  @Test
  void aDayIsTheProvidersAndNotThatOfUtc() {
    QuotaLease quotaLease = lease(Quota.RPD);
    quotaLease.take(5, 100, now);
    pass("11H59M"); // 07:59 UTC of the next day
    assertThat(sent(quotaLease)).isEqualTo(5);
    pass("1M");
    assertThat(sent(quotaLease)).isZero();
  }

  @Test
  void aMonthIsTheProvidersAndNotThirtyDays() {
    QuotaLease quotaLease = lease(Quota.REQUESTS_PER_MONTH);
    quotaLease.take(5, 100, now);
    pass("155H59M"); // 07:59 UTC of the first of December
    assertThat(sent(quotaLease)).isEqualTo(5);
    pass("1M");
    assertThat(sent(quotaLease)).isZero();
  }

  @Test
  void aDayThatRollsCountsADayFromEachCall() {
    calendar = QuotaCalendar.ROLLING;
    QuotaLease quotaLease = lease(Quota.RPD);
    quotaLease.take(5, 100, now);
    pass("12H");
    quotaLease.take(3, 100, now);
    pass("11H50M");
    assertThat(sent(quotaLease)).isEqualTo(8);
    pass("40M");
    assertThat(sent(quotaLease)).isEqualTo(3);
  }

  @Test
  void aHourSlidesWhateverTheCalendarIs() {
    QuotaLease quotaLease = lease(Quota.RPH);
    quotaLease.take(5, 100, now);
    pass("59M");
    assertThat(sent(quotaLease)).isEqualTo(5);
    pass("2M");
    assertThat(sent(quotaLease)).isZero();
    assertThat(quotaLease.request(100, now).calendar()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"UTC, 4", "America/Los_Angeles, 12", "Asia/Bangkok, 21", "Asia/Kolkata, 22.5"})
  void whoWaitsWaitsForTheMidnightOfTheProvider(String zone, double hours) {
    calendar = QuotaCalendar.of(zone);
    QuotaLease quotaLease = lease(Quota.RPD);
    quotaLease.take(5, 100, now);
    quotaLease.granted(
        new QuotaLeaseSource.Grant(0, 0, quotaLease.request(100, now).bucket(), false));
    assertThat(quotaLease.waitMs(1, now)).isEqualTo((long) (hours * 3_600_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Asia/Bangkok", "rolling"})
  void anotherCalendarIsAnotherLedgerAndLosesNoCall(String other) {
    QuotaLease quotaLease = lease(Quota.RPD);
    quotaLease.take(5, 100, now);
    QuotaLeaseSource.Request before = quotaLease.request(100, now);
    calendar = QuotaCalendar.of(other);
    assertThat(sent(quotaLease)).isEqualTo(5);
    assertThat(quotaLease.request(100, now).calendar()).isNotEqualTo(before.calendar());
    pass("25H");
    assertThat(sent(quotaLease)).isZero();
  }

  @Test
  void whatWasSentBeforeTheLimitWasKnownIsReported() {
    QuotaLease quotaLease = lease(Quota.RPM);
    quotaLease.sentBefore(new long[] {now - 50_000, 2, now - 1_000, 1});
    assertThat(sent(quotaLease)).isEqualTo(3);
    pass("30S");
    assertThat(sent(quotaLease)).isEqualTo(1);
  }

  @Test
  void aLimitThatWasLoweredCountsForWhatIsHeldToo() {
    QuotaLease quotaLease = lease(Quota.RPM);
    quotaLease.granted(new QuotaLeaseSource.Grant(41, 0, 0, false));
    quotaLease.take(4, 1_000, now);
    assertThat(quotaLease.left(1_000, now)).isEqualTo(37);
    assertThat(quotaLease.left(10, now)).isEqualTo(6);
    assertThat(quotaLease.left(3, now)).isZero();
  }

  @Test
  void anIdleReplicaAsksAgainUntilGrantsAreMade() {
    QuotaLease quotaLease = lease(Quota.RPM);
    quotaLease.request(3, now);
    quotaLease.granted(new QuotaLeaseSource.Grant(0, 3, 0, true));
    assertThat(quotaLease.request(3, now).changed()).isTrue();
    quotaLease.granted(new QuotaLeaseSource.Grant(0, 3, 0, false));
    assertThat(quotaLease.request(3, now).changed()).isFalse();
    assertThat(quotaLease.left(3, now)).isZero();
  }

  @Test
  void onlyOneThatIsAloneSendsWithoutAGrant() {
    QuotaLease quotaLease = lease(Quota.RPM);
    assertThat(quotaLease.left(60, now)).isZero();
    quotaLease.granted(new QuotaLeaseSource.Grant(2, 0, 0, false));
    quotaLease.take(1, 60, now);
    assertThat(quotaLease.left(60, now)).isEqualTo(1);
    two.alone = true;
    assertThat(quotaLease.left(60, now)).isEqualTo(29);
  }

  @Test
  void moreThanTheProviderCountsWasNotSent() {
    calendar = QuotaCalendar.ROLLING;
    QuotaLease quotaLease = lease(Quota.RPD);
    quotaLease.take(5, 100, now);
    pass("1H");
    quotaLease.take(5, 100, now);
    quotaLease.believe(20, now);
    assertThat(sent(quotaLease)).isEqualTo(10);
    quotaLease.believe(4, now);
    assertThat(sent(quotaLease)).isEqualTo(4);
    pass("23H30M"); // what was sent last was taken back first
    assertThat(sent(quotaLease)).isZero();
  }
}
