package sml.gateway.learning.limits;

import java.util.HashSet;
import java.util.Set;
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
  private static final int MOST_KEYS = 8;
  private static final long HOUR_MS = Quota.RPH.periodMs;
  private static final long DAY_MS = Quota.RPD.periodMs;

  final Quota quota;
  private long limit = UNKNOWN;
  private long remaining = UNKNOWN;
  private long resetAtMs;
  private @Nullable Long keyId;
  private final Set<Long> keys = new HashSet<>();
  private long booked;
  private long period = UNKNOWN;
  private long current;
  private long previous;
  private final @Nullable Lease lease;

  /** {@code lease} is null in a process that is alone. */
  Meter(Quota quota, @Nullable Lease lease) {
    this.quota = quota;
    this.lease = lease;
  }

  void hint(long known) {
    limit = known;
  }

  void note(Reading reading, @Nullable Long key, long now) {
    if (key != null && keys.size() < MOST_KEYS) {
      keys.add(key);
    }
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
    if (lease != null && limit != UNKNOWN) {
      lease.take(amount, capacity(), now);
    }
  }

  /** How much may be booked now; a huge number while nothing is known. */
  long left(long now) {
    long own = leftHere(now);
    Lease shared = leased();
    return shared == null ? own : Math.min(own, shared.left(capacity(), now));
  }

  // with a lease the limit is counted over all replicas, so only what the provider said counts here
  private long leftHere(long now) {
    if (remaining != UNKNOWN && now < resetAtMs) {
      return Math.max(0, remaining - booked);
    }
    if (remaining != UNKNOWN) {
      // the provider started afresh, so what we counted before is no longer true
      forgetReading();
    }
    return limit == UNKNOWN || lease != null ? Long.MAX_VALUE : Math.max(0, limit - used(now));
  }

  /** The lease while there is a limit to keep. */
  @Nullable Lease leased() {
    return limit == UNKNOWN ? null : lease;
  }

  /** The limit of all keys together, as far as they were heard of; for a lease only. */
  long capacity() {
    return limit * Math.max(1, keys.size());
  }

  /** Milliseconds until so much may be booked. */
  long waitMs(long needed, long now) {
    if (remaining != UNKNOWN && now < resetAtMs && remaining - booked < needed) {
      return resetAtMs - now;
    }
    Lease shared = leased();
    return shared == null ? periodEnd(now) - now : shared.waitMs(needed, now);
  }

  /** Drops counts and readings; the limit stays. */
  void forget() {
    forgetReading();
    if (lease != null) {
      lease.clear();
    }
  }

  private void forgetReading() {
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
    long left = leftHere(now);
    Lease shared = leased();
    if (shared != null) {
      left = Math.min(left, Math.round(shared.share(capacity(), now) * capacity()));
    }
    return left == Long.MAX_VALUE ? UNKNOWN : left;
  }

  /** When it is full again, epoch milliseconds. */
  long resetAt(long now) {
    return remaining != UNKNOWN && now < resetAtMs ? resetAtMs : periodEnd(now);
  }

  double share(long now) {
    if (limit <= 0) {
      return leftHere(now) == 0 ? 0 : 1;
    }
    double here = Math.min(1, (double) leftHere(now) / limit);
    return lease == null ? here : Math.min(here, lease.share(capacity(), now));
  }

  void restore(long knownLimit, long knownRemaining, long resetMs, long now) {
    limit = knownLimit != UNKNOWN ? knownLimit : limit;
    if (knownRemaining != UNKNOWN && resetMs > now) {
      remaining = knownRemaining;
      resetAtMs = resetMs;
    }
  }
}
