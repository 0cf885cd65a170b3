package sml.gateway.modelhealth.quotas;

import java.util.function.Supplier;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.modelhealth.quotas.rates.SlidingWindowCount;
import sml.gateway.modelhealth.quotas.readings.Quota;

/**
 * What was sent of one quota by our own count: over the last period where it slides, else since the
 * provider's own day or month began. Not thread-safe.
 */
final class QuotaCount {
  private final Quota quota;
  private final Supplier<QuotaCalendar> calendar;
  private final SlidingWindowCount recent;
  private long current;
  private long endsAtMs = -1;

  /**
   * @param recent what was sent within the last period
   */
  QuotaCount(Quota quota, SlidingWindowCount recent, Supplier<QuotaCalendar> calendar) {
    this.quota = quota;
    this.recent = recent;
    this.calendar = calendar;
  }

  boolean slides() {
    return quota.slides(calendar.get());
  }

  void add(long amount, long now) {
    roll(now);
    current = Math.max(0, current + amount);
    if (slides()) {
      recent.add(amount, now);
    }
  }

  long used(long now) {
    if (slides()) {
      return recent.total(now);
    }
    roll(now);
    return current;
  }

  /** Takes back what is counted beyond this, where it slides. */
  void lower(long used, long now) {
    long surplus = slides() ? recent.total(now) - used : 0;
    if (surplus > 0) {
      recent.add(-surplus, now);
    }
  }

  /**
   * The provider began anew. Where it slides that may mean the oldest request only, so what was
   * counted over the last period still holds.
   */
  void beginAnew() {
    current = 0;
  }

  void clear() {
    current = 0;
    recent.clear();
  }

  /** When no more than this is counted, or the period ends, epoch milliseconds. */
  long freeAt(long most, long now) {
    return slides() ? now + recent.waitMs(most, now) : end(now);
  }

  /** When the period ends that {@code now} is in. */
  long end(long now) {
    return quota.end(calendar.get(), now);
  }

  private void roll(long now) {
    if (now >= endsAtMs) {
      current = 0;
      endsAtMs = end(now);
    }
  }

  /** Times and amounts alternately: when slices began, or when the period ends. */
  long[] saved(long now) {
    if (slides()) {
      return recent.saved(now);
    }
    roll(now);
    return current == 0 ? new long[0] : new long[] {endsAtMs, current};
  }

  /** Adds what an earlier process saved. */
  void restore(long[] saved, long now) {
    if (slides()) {
      recent.restore(saved, now);
      return;
    }
    roll(now);
    for (int each = 0; each + 1 < saved.length; each += 2) {
      if (saved[each] == endsAtMs) {
        current += saved[each + 1];
      }
    }
  }
}
