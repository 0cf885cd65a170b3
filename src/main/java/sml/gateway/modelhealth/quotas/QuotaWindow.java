package sml.gateway.modelhealth.quotas;

import org.jspecify.annotations.Nullable;

/**
 * One quota of one model or account: what the provider said last, and what we charged since. Not
 * thread-safe; its {@link QuotaWindows} lock.
 *
 * <p>Quotas of up to an hour, and those that roll, are counted over the last period, longer ones
 * from the start of the provider's own day or month. A limit is that of one key: with several keys
 * in rotation it is multiplied.
 */
final class QuotaWindow {
  static final long UNKNOWN = -1;
  private static final long MINUTE_MS = Quota.RPM.periodMs;
  private static final long DAY_MS = Quota.RPD.periodMs;

  final Quota quota;
  private long limit = UNKNOWN;
  private long remaining = UNKNOWN;
  private long resetAtMs;
  private @Nullable Long keyId;
  private boolean resetWasReported;
  private @Nullable QuotaTrial beyondHint;
  private final PerKeyQuotas keys;
  private final QuotaOrigin quotaOrigin;
  private long charged;
  private long endsAtMs = UNKNOWN;
  private long current;
  private final SlidingWindowCount recent;
  private final @Nullable QuotaLease quotaLease;

  /**
   * @param recent what was charged within the last period
   * @param lease null in a process that is alone
   */
  QuotaWindow(
      Quota quota,
      SlidingWindowCount recent,
      QuotaOrigin quotaOrigin,
      @Nullable QuotaLease quotaLease) {
    this.quota = quota;
    this.recent = recent;
    this.quotaOrigin = quotaOrigin;
    this.keys = new PerKeyQuotas(quotaOrigin.keyCount());
    this.quotaLease = quotaLease;
  }

  void hint(long known) {
    limit = known;
    beyondHint = quota.periodMs >= DAY_MS ? new QuotaTrial() : null;
  }

  /** The provider refused something. */
  void refused() {
    if (beyondHint != null) {
      beyondHint.refused();
    }
  }

  private long beyondHint(QuotaTrial trial, long now) {
    if (trial.isDue(now) && trial.takeSuccess()) {
      limit *= 2;
      return Math.max(1, capacity() - used(now));
    }
    return trial.isDue(now) ? 1 : 0;
  }

  void note(QuotaReading quotaReading, @Nullable Long key, long now) {
    keys.note(key);
    beyondHint = null;
    if (quotaReading.limit() != null) {
      limit = quotaReading.limit();
    }
    if (quotaReading.remaining() == null
        || isWorseThanOtherKey(quotaReading.remaining(), key, now)) {
      return;
    }
    Long untilReset = quotaReading.resetMs();
    long reset = untilReset == null ? Math.min(periodEnd(now), now + DAY_MS) : now + untilReset;
    if (quotaReading.remaining() == 0 && key != null && keys.anotherIsLeft(key, reset, now)) {
      return;
    }
    remaining = quotaReading.remaining();
    keyId = key;
    charged = 0;
    resetAtMs = reset;
    resetWasReported = untilReset != null;
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
    if (quotaLease != null) {
      quotaLease.believe(used, now);
    }
  }

  // keys of one provider have quotas of their own: the best of them is what can still be asked
  private boolean isWorseThanOtherKey(long left, @Nullable Long key, long now) {
    return remaining != UNKNOWN
        && now < resetAtMs
        && keyId != null
        && key != null
        && !keyId.equals(key)
        && left < remaining - charged;
  }

  void charge(long amount, long now) {
    roll(now);
    if (beyondHint != null && amount > 0 && current >= capacity()) {
      beyondHint.begin(now);
    }
    current = Math.max(0, current + amount);
    if (slides()) {
      recent.add(amount, now);
    }
    charged = Math.max(0, charged + amount);
    if (quotaLease != null && limit != UNKNOWN) {
      quotaLease.take(amount, capacity(), now);
    }
  }

  /** How much may be charged now; {@link Long#MAX_VALUE} while nothing is known. */
  long left(long now) {
    long own = leftHere(now);
    QuotaLease shared = leased();
    return shared == null ? own : Math.min(own, shared.left(capacity(), now));
  }

  // with a lease the limit is counted over all replicas, so only what the provider said counts here
  private long leftHere(long now) {
    boolean hasReport = isReported(now);
    if (!hasReport && remaining != UNKNOWN) {
      forgetReading();
    }
    if (limit == UNKNOWN || quotaLease != null || (hasReport && !countsBesideReported())) {
      return hasReport ? Math.max(0, remaining - charged) : Long.MAX_VALUE;
    }
    long ours = Math.max(0, capacity() - used(now));
    if (hasReport) {
      return Math.min(ours, Math.max(0, remaining - charged));
    }
    return ours == 0 && beyondHint != null ? beyondHint(beyondHint, now) : ours;
  }

  private boolean isReported(long now) {
    return remaining != UNKNOWN && now < resetAtMs;
  }

  // requests that were under way when the provider reported what is left are in our count only;
  // over more than an hour those it refused, which it does not count, outweigh them
  private boolean countsBesideReported() {
    return slides() && !quota.tokens && !quota.isLong();
  }

  private boolean slides() {
    return quota.slides(quotaOrigin.quotas().get());
  }

  /** The lease while there is a limit to keep. */
  @Nullable QuotaLease leased() {
    return limit == UNKNOWN ? null : quotaLease;
  }

  /** The limit of all keys together. */
  long capacity() {
    return limit * keys.count();
  }

  /** Whether the provider itself said that so much cannot be had now. */
  boolean isReportedShort(long needed, long now) {
    return isReported(now) && remaining - charged < needed;
  }

  /** Milliseconds until so much may be charged. */
  long waitMs(long needed, long now) {
    if (isReportedShort(needed, now)) {
      return resetAtMs - now;
    }
    QuotaLease shared = leased();
    if (shared != null) {
      return shared.waitMs(needed, now);
    }
    boolean counts = slides() && limit != UNKNOWN;
    long end = counts ? now + recent.waitMs(capacity() - needed, now) : periodEnd(now);
    return (beyondHint == null ? end : Math.min(end, beyondHint.nextMs())) - now;
  }

  /** Drops counts and readings; the limit stays. */
  void forget() {
    resetWasReported = true;
    forgetReading();
    recent.clear();
    keys.forgetUsedUp();
    if (quotaLease != null) {
      quotaLease.clear();
    }
  }

  private void forgetReading() {
    remaining = UNKNOWN;
    charged = 0;
    if (resetWasReported) {
      // the provider started afresh; over a short period it may be only the oldest request that it
      // has forgotten, so what we counted ourselves still holds
      current = 0;
    }
  }

  private long used(long now) {
    if (slides()) {
      return recent.total(now);
    }
    roll(now);
    return current;
  }

  private void roll(long now) {
    if (now >= endsAtMs) {
      current = 0;
      endsAtMs = periodEnd(now);
    }
  }

  private long periodEnd(long now) {
    return quota.end(quotaOrigin.quotas().get(), now);
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
    QuotaLease shared = leased();
    if (shared != null) {
      left = Math.min(left, Math.round(shared.share(capacity(), now) * capacity()));
    }
    return left == Long.MAX_VALUE ? UNKNOWN : left;
  }

  /** When it is full again, epoch milliseconds. */
  long resetAt(long now) {
    return isReported(now) ? resetAtMs : periodEnd(now);
  }

  /** Share of it that is left, 0 to 1; 1 while unknown. */
  double share(long now) {
    if (limit <= 0) {
      return leftHere(now) == 0 ? 0 : 1;
    }
    long here = leftHere(now);
    // a provider reports the quota of one key, we count that of all keys
    double share = Math.min(1, (double) here / (isReported(now) ? limit : capacity()));
    return quotaLease == null ? share : Math.min(share, quotaLease.share(capacity(), now));
  }

  /** {@link #share}; of a quota of a day or longer how well it keeps to its time. */
  double paced(double ahead, long now) {
    double left = share(now);
    // the whole period is left, so there is nothing to save
    boolean comesBack = slides() && !isReported(now);
    if (quota.periodMs < DAY_MS || limit == UNKNOWN || comesBack) {
      return left;
    }
    double timeLeft = Math.clamp((double) (resetAt(now) - now) / quota.periodMs, 0, 1);
    return DailyPacing.headroom(left, timeLeft, ahead);
  }

  /** How much may still be charged within this minute, {@link #UNKNOWN} while nothing is known. */
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
      resetWasReported = true;
    }
  }
}
