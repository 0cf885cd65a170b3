package sml.gateway.modelhealth.quotas.readings;

import java.time.Duration;
import java.time.Instant;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.Refusal.Period;

/** What a provider counts, and over which time. */
public enum Quota {
  REQUESTS_PER_10_SECONDS(false, Duration.ofSeconds(10), "requests in 10 seconds"),
  RPM(false, Duration.ofMinutes(1), "requests a minute"),
  RPH(false, Duration.ofHours(1), "requests an hour"),
  RPD(false, Duration.ofDays(1), "requests a day"),
  REQUESTS_PER_MONTH(false, Duration.ofDays(30), "requests a month"),
  TPM(true, Duration.ofMinutes(1), "tokens a minute"),
  TPH(true, Duration.ofHours(1), "tokens an hour"),
  TPD(true, Duration.ofDays(1), "tokens a day"),
  TOKENS_PER_MONTH(true, Duration.ofDays(30), "tokens a month");

  public final boolean tokens;
  public final long periodMs;
  public final String words;

  Quota(boolean tokens, Duration period, String words) {
    this.tokens = tokens;
    this.periodMs = period.toMillis();
    this.words = words;
  }

  /** True when it counts what was used within the last period, wherever that began. */
  public boolean slides(QuotaCalendar calendar) {
    return !isLong() || calendar.rolls();
  }

  /** True when its period is longer than an hour. */
  public boolean isLong() {
    return periodMs > RPH.periodMs;
  }

  /** When the period ends that {@code now} is in, both in epoch milliseconds. */
  public long end(QuotaCalendar calendar, long now) {
    if (!isLong()) {
      return (now / periodMs + 1) * periodMs;
    }
    Period period = periodMs > RPD.periodMs ? Period.MONTH : Period.DAY;
    return calendar.end(period, Instant.ofEpochMilli(now)).toEpochMilli();
  }

  /** The quota of the same kind over another time. */
  public Quota per(Duration period) {
    Quota best = this;
    for (Quota quota : values()) {
      if (quota.tokens == tokens && quota.periodMs == period.toMillis()) {
        best = quota;
      }
    }
    return best;
  }
}
