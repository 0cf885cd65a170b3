package sml.gateway.learning.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.chat.QuotaCalendar;

/** What one of several gateways tells the others it has sent, and until when that counts. */
class LeaseTest {
  private static final QuotaCalendar PACIFIC = QuotaCalendar.of("America/Los_Angeles");

  private QuotaCalendar calendar = PACIFIC;
  private long now = Instant.parse("2026-11-24T20:00:00Z").toEpochMilli();

  private static final class Two implements Leases {
    @Override
    public boolean shared() {
      return true;
    }

    @Override
    public boolean answer() {
      return true;
    }

    @Override
    public int replicas() {
      return 2;
    }

    @Override
    public void wanted(Key key) {}
  }

  private Lease lease(Quota quota) {
    return new Lease(new Two(), new Leases.Key("m:p/a", 1, quota), () -> calendar);
  }

  private void pass(String time) {
    now += Duration.parse("PT" + time).toMillis();
  }

  private long sent(Lease lease) {
    var told = lease.request(100, now).sent();
    long units = 0;
    for (int i = 1; i < told.size(); i += 2) {
      units += told.get(i);
    }
    return units;
  }

  @Test
  void aDayIsTheProvidersAndNotThatOfUtc() {
    Lease lease = lease(Quota.RPD);
    lease.take(5, 100, now);
    pass("11H59M"); // 07:59 UTC of the next day
    assertThat(sent(lease)).isEqualTo(5);
    pass("1M");
    assertThat(sent(lease)).isZero();
  }

  @Test
  void aMonthIsTheProvidersAndNotThirtyDays() {
    Lease lease = lease(Quota.REQUESTS_PER_MONTH);
    lease.take(5, 100, now);
    pass("155H59M"); // 07:59 UTC of the first of December
    assertThat(sent(lease)).isEqualTo(5);
    pass("1M");
    assertThat(sent(lease)).isZero();
  }

  @Test
  void aDayThatRollsCountsADayFromEachCall() {
    calendar = QuotaCalendar.ROLLING;
    Lease lease = lease(Quota.RPD);
    lease.take(5, 100, now);
    pass("12H");
    lease.take(3, 100, now);
    pass("11H50M");
    assertThat(sent(lease)).isEqualTo(8);
    pass("40M");
    assertThat(sent(lease)).isEqualTo(3);
  }

  @Test
  void aHourSlidesWhateverTheCalendarIs() {
    Lease lease = lease(Quota.RPH);
    lease.take(5, 100, now);
    pass("59M");
    assertThat(sent(lease)).isEqualTo(5);
    pass("2M");
    assertThat(sent(lease)).isZero();
    assertThat(lease.request(100, now).calendar()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"UTC, 4", "America/Los_Angeles, 12", "Asia/Bangkok, 21", "Asia/Kolkata, 22.5"})
  void whoWaitsWaitsForTheMidnightOfTheProvider(String zone, double hours) {
    calendar = QuotaCalendar.of(zone);
    Lease lease = lease(Quota.RPD);
    lease.take(5, 100, now);
    lease.granted(new Leases.Grant(0, 0, lease.request(100, now).bucket(), false));
    assertThat(lease.waitMs(1, now)).isEqualTo((long) (hours * 3_600_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Asia/Bangkok", "rolling"})
  void anotherCalendarIsAnotherLedgerAndLosesNoCall(String other) {
    Lease lease = lease(Quota.RPD);
    lease.take(5, 100, now);
    Leases.Request before = lease.request(100, now);
    calendar = QuotaCalendar.of(other);
    assertThat(sent(lease)).isEqualTo(5);
    assertThat(lease.request(100, now).calendar()).isNotEqualTo(before.calendar());
    pass("25H");
    assertThat(sent(lease)).isZero();
  }

  @Test
  void moreThanTheProviderCountsWasNotSent() {
    calendar = QuotaCalendar.ROLLING;
    Lease lease = lease(Quota.RPD);
    lease.take(5, 100, now);
    pass("1H");
    lease.take(5, 100, now);
    lease.believe(20, now);
    assertThat(sent(lease)).isEqualTo(10);
    lease.believe(4, now);
    assertThat(sent(lease)).isEqualTo(4);
    pass("23H30M"); // what was sent last was taken back first
    assertThat(sent(lease)).isZero();
  }
}
