package sml.gateway.learning.limits;

import org.jspecify.annotations.Nullable;
import sml.gateway.learning.limits.rate.DayPace;
import sml.gateway.learning.limits.rate.HintTrial;
import sml.gateway.learning.limits.rate.SlidingCount;

/**
 * One quota of one model or account: what the provider said last, and what we booked since. Not
 * thread-safe; its {@link Meters} lock.
 *
 * <p>Quotas of up to an hour, and those that roll, are counted over the last period, longer ones
 * from the start of the provider's own day or month. A limit is one key's: with several keys in
 * turn there is so much more of it.
 */
final class Meter {
  static final long UNKNOWN = -1;
  private static final long MINUTE_MS = Quota.RPM.periodMs;
  private static final long DAY_MS = Quota.RPD.periodMs;

  final Quota quota;
  private long limit = UNKNOWN;
  private long remaining = UNKNOWN;
  private long resetAtMs;
  private @Nullable Long keyId;
  private boolean resetWasTold;
  private @Nullable HintTrial beyondHint;
  private final MeterKeys keys;
  private final Origin origin;
  private long booked;
  private long turnsAtMs = UNKNOWN;
  private long current;
  private final SlidingCount recent;
  private final @Nullable Lease lease;

  /**
   * @param recent what was booked within the last period
   * @param lease null in a process that is alone
   */
  Meter(Quota quota, SlidingCount recent, Origin origin, @Nullable Lease lease) {
    this.quota = quota;
    this.recent = recent;
    this.origin = origin;
    this.keys = new MeterKeys(origin.keyCount());
    this.lease = lease;
  }

  void hint(long known) {
    limit = known;
    beyondHint = quota.periodMs >= DAY_MS ? new HintTrial() : null;
  }

  /** The provider refused something. */
  void refused() {
    if (beyondHint != null) {
      beyondHint.refused();
    }
  }

  private long beyondHint(HintTrial trial, long now) {
    if (trial.isDue(now) && trial.takeSuccess()) {
      limit *= 2;
      return Math.max(1, capacity() - used(now));
    }
    return trial.isDue(now) ? 1 : 0;
  }

  void note(Reading reading, @Nullable Long key, long now) {
    keys.note(key);
    beyondHint = null;
    if (reading.limit() != null) {
      limit = reading.limit();
    }
    if (reading.remaining() == null || isWorseThanOtherKey(reading.remaining(), key, now)) {
      return;
    }
    Long untilReset = reading.resetMs();
    long reset = untilReset == null ? Math.min(periodEnd(now), now + DAY_MS) : now + untilReset;
    if (reading.remaining() == 0 && key != null && keys.anotherIsLeft(key, reset, now)) {
      return;
    }
    remaining = reading.remaining();
    keyId = key;
    booked = 0;
    resetAtMs = reset;
    resetWasTold = untilReset != null;
    // a reading is one key's, our counts are all keys'
    if (quota.isLong() && limit != UNKNOWN && keys.count() == 1) {
      believe(Math.max(0, limit - remaining), now);
    }
  }

  // a provider does not count what it refused: nor do we for the rest of a long period
  private void believe(long used, long now) {
    long surplus = slides() ? recent.total(now) - used : 0;
    if (surplus > 0) {
      recent.add(-surplus, now);
    }
    if (lease != null) {
      lease.believe(used, now);
    }
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
    if (beyondHint != null && amount > 0 && current >= capacity()) {
      beyondHint.begin(now);
    }
    current = Math.max(0, current + amount);
    if (slides()) {
      recent.add(amount, now);
    }
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
    boolean isTold = isTold(now);
    if (!isTold && remaining != UNKNOWN) {
      forgetReading();
    }
    if (limit == UNKNOWN || lease != null || (isTold && !countsBesideTold())) {
      return isTold ? Math.max(0, remaining - booked) : Long.MAX_VALUE;
    }
    long ours = Math.max(0, capacity() - used(now));
    if (isTold) {
      return Math.min(ours, Math.max(0, remaining - booked));
    }
    return ours == 0 && beyondHint != null ? beyondHint(beyondHint, now) : ours;
  }

  private boolean isTold(long now) {
    return remaining != UNKNOWN && now < resetAtMs;
  }

  // requests that were under way when the provider told what is left are in our count only; over
  // more than an hour those it refused, which it does not count, outweigh them
  private boolean countsBesideTold() {
    return slides() && !quota.tokens && !quota.isLong();
  }

  private boolean slides() {
    return quota.slides(origin.quotas().get());
  }

  /** The lease while there is a limit to keep. */
  @Nullable Lease leased() {
    return limit == UNKNOWN ? null : lease;
  }

  /** The limit of all keys together. */
  long capacity() {
    return limit * keys.count();
  }

  /** Whether the provider itself said that so much cannot be had now. */
  boolean isToldShort(long needed, long now) {
    return isTold(now) && remaining - booked < needed;
  }

  /** Milliseconds until so much may be booked. */
  long waitMs(long needed, long now) {
    if (isToldShort(needed, now)) {
      return resetAtMs - now;
    }
    Lease shared = leased();
    if (shared != null) {
      return shared.waitMs(needed, now);
    }
    boolean counts = slides() && limit != UNKNOWN;
    long end = counts ? now + recent.waitMs(capacity() - needed, now) : periodEnd(now);
    return (beyondHint == null ? end : Math.min(end, beyondHint.nextMs())) - now;
  }

  /** Drops counts and readings; the limit stays. */
  void forget() {
    resetWasTold = true;
    forgetReading();
    recent.clear();
    keys.forgetUsedUp();
    if (lease != null) {
      lease.clear();
    }
  }

  private void forgetReading() {
    remaining = UNKNOWN;
    booked = 0;
    if (resetWasTold) {
      // the provider started afresh; over a short period it may be only the oldest request that it
      // has forgotten, so what we counted ourselves still holds
      current = 0;
    }
  }

  private long used(long now) {
    if (slides()) {
      return recent.total(now);
    }
    turn(now);
    return current;
  }

  private void turn(long now) {
    if (now >= turnsAtMs) {
      current = 0;
      turnsAtMs = periodEnd(now);
    }
  }

  private long periodEnd(long now) {
    return quota.end(origin.quotas().get(), now);
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
    return isTold(now) ? resetAtMs : periodEnd(now);
  }

  /** Share of it that is left, 0 to 1; 1 while unknown. */
  double share(long now) {
    if (limit <= 0) {
      return leftHere(now) == 0 ? 0 : 1;
    }
    long here = leftHere(now);
    // what a provider told is one key's, what we count is all keys'
    double share = Math.min(1, (double) here / (isTold(now) ? limit : capacity()));
    return lease == null ? share : Math.min(share, lease.share(capacity(), now));
  }

  /** {@link #share}; of a quota of a day or longer how well it keeps to its time. */
  double paced(double ahead, long now) {
    double left = share(now);
    boolean comesBack = slides() && !isTold(now); // all the time, so there is nothing to save
    if (quota.periodMs < DAY_MS || limit == UNKNOWN || comesBack) {
      return left;
    }
    double timeLeft = Math.clamp((double) (resetAt(now) - now) / quota.periodMs, 0, 1);
    return DayPace.headroom(left, timeLeft, ahead);
  }

  /** How much may still be booked within this minute, {@link #UNKNOWN} while nothing is known. */
  long leftThisMinute(long now) {
    long left = known(now);
    if (left == UNKNOWN || quota.periodMs >= MINUTE_MS || limit == UNKNOWN) {
      return left;
    }
    return left + capacity() * ((MINUTE_MS - 1 - now % MINUTE_MS) / quota.periodMs);
  }

  void restore(long knownLimit, long knownRemaining, long resetMs, long now) {
    limit = knownLimit != UNKNOWN ? knownLimit : limit;
    if (knownRemaining != UNKNOWN && resetMs > now) {
      remaining = knownRemaining;
      resetAtMs = resetMs;
      resetWasTold = true;
    }
  }
}
