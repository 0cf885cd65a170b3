package sml.gateway.catalog;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Refusal.Period;

/**
 * When the long quotas of a provider are full again: at midnight, on Monday and on the first of the
 * month in its own time zone, or, where they roll, after their period.
 *
 * @param zone null for quotas that roll
 */
public record QuotaCalendar(@Nullable ZoneId zone) {
  /** The zone of providers of which nothing else is known. */
  public static final QuotaCalendar UTC = new QuotaCalendar(ZoneOffset.UTC);

  /** Quotas that count what was used within the last period. */
  public static final QuotaCalendar ROLLING = new QuotaCalendar(null);

  private static final String ROLLING_WORD = "rolling";

  /**
   * Reads {@code UTC}, a zone id such as {@code America/Los_Angeles}, or {@code rolling}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static QuotaCalendar of(String text) {
    if (text.equals(ROLLING_WORD)) {
      return ROLLING;
    }
    try {
      return text.equals("UTC") ? UTC : new QuotaCalendar(ZoneId.of(text));
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException("no time zone: " + text, unknown);
    }
  }

  /** True when quotas have no common end. */
  public boolean rolls() {
    return zone == null;
  }

  /** When the period that {@code now} is in ends. */
  public Instant end(Period period, Instant now) {
    if (zone == null) {
      return now.plus(length(period));
    }
    LocalDate day = now.atZone(zone).toLocalDate();
    return switch (period) {
      case MINUTE, HOUR -> now.plus(length(period));
      case DAY -> day.plusDays(1).atStartOfDay(zone).toInstant();
      case WEEK ->
          day.with(TemporalAdjusters.next(DayOfWeek.MONDAY)).atStartOfDay(zone).toInstant();
      case MONTH ->
          day.with(TemporalAdjusters.firstDayOfNextMonth()).atStartOfDay(zone).toInstant();
    };
  }

  /** How long a period is; a month counts as 30 days. */
  public static Duration length(Period period) {
    return switch (period) {
      case MINUTE -> Duration.ofMinutes(1);
      case HOUR -> Duration.ofHours(1);
      case DAY -> Duration.ofDays(1);
      case WEEK -> Duration.ofDays(7);
      case MONTH -> Duration.ofDays(30);
    };
  }
}
