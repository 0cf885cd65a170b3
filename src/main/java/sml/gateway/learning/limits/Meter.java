package sml.gateway.learning.limits;

import org.jspecify.annotations.Nullable;

/**
 * One quota of one model or account: what the provider said last, and what we booked since. Not
 * thread-safe; its {@link Meters} lock.
 *
 * <p>Quotas of up to an hour are counted in a sliding window of two halves (the share of the last
 * period that still counts, plus this one), longer ones from the start of the UTC period.
 */
final class Meter {
  static final long UNKNOWN = -1;
  private static final long HOUR_MS = Quota.RPH.periodMs;
  private static final long DAY_MS = Quota.RPD.periodMs;

  final Quota quota;
  private long limit = UNKNOWN;
  private long remaining = UNKNOWN;
  private long resetAtMs;
  private @Nullable Long keyId;
  private long booked;
  private long period = UNKNOWN;
  private long current;
  private long previous;

  Meter(Quota quota) {
    this.quota = quota;
  }

  void hint(long known) {
    limit = known;
  }

  void note(Reading reading, @Nullable Long key, long now) {
    if (reading.limit() != null) {
      limit = reading.limit();
    }
    if (reading.remaining() == null || isWorseThanOtherKey(reading.remaining(), key, now)) {
      return;
    }
    remaining = reading.remaining();
    keyId = key;
    booked = 0;
    Long untilReset = reading.resetMs();
    resetAtMs = untilReset == null ? Math.min(periodEnd(now), now + DAY_MS) : now + untilReset;
  }

  // keys of one provider have quotas of their own: the best of them is what can still be asked
  private boolean isWorseThanOtherKey(long left, @Nullable Long key, long now) {
    return remaining != UNKNOWN
        && now < resetAtMs
        && keyId != null
        && key != null
        && !keyId.equals(key)
        && left < remaining - booked;
  }

  void book(long amount, long now) {
    turn(now);
    current = Math.max(0, current + amount);
    booked = Math.max(0, booked + amount);
  }

  /** How much may be booked now; a huge number while nothing is known. */
  long left(long now) {
    if (remaining != UNKNOWN && now < resetAtMs) {
      return Math.max(0, remaining - booked);
    }
    if (remaining != UNKNOWN) {
      // the provider started afresh, so what we counted before is no longer true
      forget();
    }
    return limit == UNKNOWN ? Long.MAX_VALUE : Math.max(0, limit - used(now));
  }

  /** Milliseconds until more may be booked. */
  long waitMs(long now) {
    return remaining != UNKNOWN && now < resetAtMs ? resetAtMs - now : periodEnd(now) - now;
  }

  /** Drops counts and readings; the limit stays. */
  void forget() {
    remaining = UNKNOWN;
    current = 0;
    previous = 0;
    booked = 0;
  }

  private long used(long now) {
    turn(now);
    if (quota.periodMs > HOUR_MS) {
      return current;
    }
    double stillCounts = 1 - (double) (now % quota.periodMs) / quota.periodMs;
    return current + (long) Math.ceil(previous * stillCounts);
  }

  private void turn(long now) {
    long index = now / quota.periodMs;
    if (index == period) {
      return;
    }
    previous = index == period + 1 ? current : 0;
    current = 0;
    period = index;
  }

  private long periodEnd(long now) {
    return (now / quota.periodMs + 1) * quota.periodMs;
  }

  boolean tooLargeEver(long amount) {
    return limit != UNKNOWN && amount > limit;
  }

  long limit() {
    return limit;
  }

  /** What is left, or {@link #UNKNOWN} while neither a limit nor a reading is known. */
  long known(long now) {
    long left = left(now);
    return left == Long.MAX_VALUE ? UNKNOWN : left;
  }

  /** When it is full again, epoch milliseconds. */
  long resetAt(long now) {
    return now + waitMs(now);
  }

  double share(long now) {
    if (limit <= 0) {
      return left(now) == 0 ? 0 : 1;
    }
    return Math.min(1, (double) left(now) / limit);
  }

  void restore(long knownLimit, long knownRemaining, long resetMs, long now) {
    limit = knownLimit != UNKNOWN ? knownLimit : limit;
    if (knownRemaining != UNKNOWN && resetMs > now) {
      remaining = knownRemaining;
      resetAtMs = resetMs;
    }
  }
}
