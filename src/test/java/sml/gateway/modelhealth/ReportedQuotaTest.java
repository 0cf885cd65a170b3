package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.modelhealth.Lab.A;

import java.util.Map;
import org.junit.jupiter.api.Test;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.modelhealth.quotas.QuotaAccounts;

/** Of a long quota that its provider reports, the provider's count is believed. */
class ReportedQuotaTest {
  private Lab lab = lab(QuotaCalendar.ROLLING, 1);

  private static Lab lab(QuotaCalendar quotas, int keys) {
    return new Lab(
        null,
        new HandClock(),
        new QuotaAccounts() {
          @Override
          public int keys(String provider) {
            return keys;
          }

          @Override
          public QuotaCalendar quotas(String provider) {
            return quotas;
          }
        });
  }

  private void reports(String counted, int remaining, String reset) {
    lab.gate.observe(
        A,
        1L,
        Map.of(
            "x-ratelimit-limit-" + counted,
            "10",
            "x-ratelimit-remaining-" + counted,
            "" + remaining,
            "x-ratelimit-reset-" + counted,
            reset));
  }

  /** How many calls are let in; each is over before the next begins. */
  private int entered() {
    int entered = 0;
    while (entered < 100 && lab.enters(A)) {
      entered++;
      lab.cancelled(A);
    }
    return entered;
  }

  @Test
  void whatARollingDayRefusedIsNotCountedBesideWhatIsReported() {
    reports("requests-day", 10, "24h");
    assertThat(entered()).isEqualTo(10);
    reports("requests-day", 5, "20h");
    assertThat(lab.liveStats.allowance(A).requestsThisMinute()).isEqualTo(5);
    assertThat(entered()).isEqualTo(5);
  }

  @Test
  void whatWasReportedIsStillBelievedWhenItsTimeIsOver() {
    reports("requests-day", 10, "24h");
    assertThat(entered()).isEqualTo(10);
    reports("requests-day", 6, "1h");
    lab.pass("2H");
    assertThat(entered()).isEqualTo(6);
  }

  @Test
  void callsThatAnotherProgramMadeCountAsReported() {
    reports("requests-day", 2, "20h");
    assertThat(entered()).isEqualTo(2);
  }

  @Test
  void noneAreLeftWhenTheProviderSaysSoWhateverWasCounted() {
    assertThat(lab.enters(A)).isTrue();
    reports("requests-day", 0, "3h");
    assertThat(lab.enters(A)).isFalse();
    lab.pass("3H");
    assertThat(lab.enters(A)).isTrue();
  }

  @Test
  void aDayThatEndsAtMidnightIsReportedLikewise() {
    lab = lab(QuotaCalendar.UTC, 1);
    reports("requests-day", 10, "14h");
    assertThat(entered()).isEqualTo(10);
    reports("requests-day", 5, "14h");
    assertThat(entered()).isEqualTo(5);
  }

  @Test
  void withinAnHourBothCountsHold() {
    reports("requests-minute", 10, "60s");
    assertThat(entered()).isEqualTo(10);
    // requests that were under way are not in what is reported
    reports("requests-minute", 5, "30s");
    assertThat(entered()).isZero();
    reports("requests-hour", 5, "30m");
    assertThat(entered()).isZero();
  }

  @Test
  void whatIsReportedToOneOfTwoKeysTakesNothingFromTheCountOfBoth() {
    lab = lab(QuotaCalendar.ROLLING, 2);
    reports("requests-day", 10, "1h");
    assertThat(entered()).isEqualTo(10);
    reports("requests-day", 8, "1h");
    assertThat(lab.liveStats.allowance(A).requestsThisMinute()).isEqualTo(8);
    lab.pass("2H");
    assertThat(entered()).isEqualTo(10);
  }

  @Test
  void callsUnderWayAreNotInWhatIsReportedOfADay() {
    for (int call = 0; call < 4; call++) {
      assertThat(lab.enters(A)).isTrue();
    }
    // the answer to the first of them
    reports("requests-day", 5, "20h");
    assertThat(lab.liveStats.allowance(A).requestsThisMinute()).isEqualTo(2);
    reports("requests-day", 4, "20h");
    assertThat(lab.liveStats.allowance(A).requestsThisMinute()).isEqualTo(2);
    reports("requests-day", 2, "20h");
    assertThat(lab.liveStats.allowance(A).requestsThisMinute()).isEqualTo(1);
    assertThat(lab.enters(A)).isTrue();
    assertThat(lab.enters(A)).isFalse();
  }
}
