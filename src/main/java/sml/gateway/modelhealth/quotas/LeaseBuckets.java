package sml.gateway.modelhealth.quotas;

import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.modelhealth.quotas.readings.Quota;

/**
 * The time buckets in which replicas count what they sent of one quota: sixtieths of a period that
 * slides, and the whole days or months of the provider's calendar. Not thread-safe.
 */
final class LeaseBuckets {
  private static final int SLICES = 60;
  private static final long SHORT_MS = 1_000;

  private final Quota quota;
  private final QuotaCalendar calendar;
  private final boolean slides;
  private final long sliceMs;
  private long endMs;

  LeaseBuckets(Quota quota, QuotaCalendar calendar) {
    this.quota = quota;
    this.calendar = calendar;
    this.slides = quota.slides(calendar);
    this.sliceMs = quota.periodMs / SLICES;
  }

  /** True while the quotas of the provider have this calendar. */
  boolean countsBy(QuotaCalendar other) {
    return calendar.equals(other);
  }

  /** The bucket of this time; later ones have greater numbers. */
  long of(long now) {
    if (slides) {
      return now / sliceMs;
    }
    if (now >= endMs) {
      endMs = quota.end(calendar, now);
    }
    return endMs;
  }

  /** How many buckets count, the present one among them. */
  int counted() {
    // a window of any sixty slices touches sixty-one, and on a busy machine a call may reach the
    // provider up to two seconds later than it was counted
    return slides ? SLICES + (sliceMs <= SHORT_MS ? 3 : 1) : 1;
  }

  /** When the units of this bucket no longer count. */
  long freedAt(long bucket, long now) {
    return slides ? (bucket + counted()) * sliceMs : of(now);
  }

  /** Names the calendar where it matters; buckets of different ones cannot be compared. */
  String calendar() {
    if (!quota.isLong()) {
      return "";
    }
    return calendar.zone() == null ? "rolling" : calendar.zone().getId();
  }
}
