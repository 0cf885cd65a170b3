package sml.gateway.modelhealth.quotas;

import org.jspecify.annotations.Nullable;
import sml.gateway.modelhealth.quotas.rates.DailyPacing;
import sml.gateway.modelhealth.quotas.readings.Quota;
import sml.gateway.modelhealth.quotas.readings.QuotaReading;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

/**
 * One quota of one model or account: its limit, what the provider said last and what we counted.
 * Not thread-safe; its {@link QuotaWindows} lock.
 *
 * <p>A limit is that of one key: with several keys in rotation it is multiplied.
 */
final class QuotaWindow {
  static final long UNKNOWN = QuotaLimit.UNKNOWN;
  private static final long MINUTE_MS = Quota.RPM.periodMs;
  private static final long DAY_MS = Quota.RPD.periodMs;

  final Quota quota;
  private final QuotaLimit limit = new QuotaLimit();
  private final ReportedQuota reported = new ReportedQuota();
  private final QuotaCount count;
  private final PerKeyQuotas keys;
  private final @Nullable QuotaLease quotaLease;
  private boolean changed;

  /**
   * @param lease null in a process that is alone
   */
  QuotaWindow(Quota quota, QuotaCount count, PerKeyQuotas keys, @Nullable QuotaLease quotaLease) {
    this.quota = quota;
    this.count = count;
    this.keys = keys;
    this.quotaLease = quotaLease;
  }

  void hint(long known) {
    limit.hint(known, quota.periodMs >= DAY_MS);
  }

  /** What was documented does not hold for this account. */
  void dropHint() {
    limit.dropHint();
    changed = true;
  }

  /** The operator set this limit; null when it is no longer set. */
  void operator(@Nullable Long set, long atMs) {
    limit.operator(set, atMs);
  }

  /** Whether it is known from the catalogue only. */
  boolean isHint() {
    return limit.isKnown() && !limit.isOperators() && !limit.isMeasured() && !reported.exists();
  }

  /** The provider refused something. */
  void refused() {
    limit.refused();
  }

  /**
   * The provider said something.
   *
   * @param underWay what was sent of it and is not yet in what the provider said
   */
  void note(QuotaReading reading, @Nullable Long key, long underWay, long now) {
    keys.note(key);
    limit.measured(reading.limit(), reading.source());
    changed = true;
    Long left = reading.remaining();
    if (left == null || reported.isBetterThan(left, key, now)) {
      return;
    }
    Long untilReset = reading.resetMs();
    long reset = untilReset == null ? Math.min(count.end(now), now + DAY_MS) : now + untilReset;
    if (left == 0 && key != null && keys.anotherIsLeft(key, reset, now)) {
      return;
    }
    reported.note(
        left, quota.isLong() ? underWay : 0, key, reset, untilReset != null, reading.source());
    // a reading is one key's, our counts are all keys'
    long said = limit.ofProvider();
    if (quota.isLong() && said != UNKNOWN && keys.count() == 1) {
      believe(Math.max(0, said - left) + underWay, now);
    }
  }

  // a provider does not count what it refused: nor do we for the rest of a long period
  private void believe(long used, long now) {
    count.lower(used, now);
    if (quotaLease != null) {
      quotaLease.believe(used, now);
    }
  }

  void charge(long amount, long now) {
    if (amount > 0) {
      limit.charged(count.used(now), capacity(), now);
    }
    count.add(amount, now);
    reported.charge(amount);
    changed = true;
    if (quotaLease == null) {
      return;
    }
    if (limit.isKnown()) {
      quotaLease.take(amount, capacity(), now);
    } else {
      quotaLease.count(amount, now);
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
    boolean holds = reported.holds(now);
    if (!holds && reported.exists() && reported.forget()) {
      count.beginAnew();
    }
    if (!limit.isKnown() || quotaLease != null || (holds && !countsBesideReported())) {
      return holds ? reported.left() : Long.MAX_VALUE;
    }
    long used = count.used(now);
    long ours = Math.max(0, capacity() - used);
    if (holds) {
      return Math.min(ours, reported.left());
    }
    return ours == 0 ? limit.beyond(used, keys.count(), now) : ours;
  }

  // requests that were under way when the provider reported what is left are in our count only;
  // over more than an hour those it refused, which it does not count, outweigh them; what the
  // operator set is less than the provider allows
  private boolean countsBesideReported() {
    return limit.isOperators() || (count.slides() && !quota.tokens && !quota.isLong());
  }

  /** The lease while there is a limit to keep. */
  @Nullable QuotaLease leased() {
    return limit.isKnown() ? quotaLease : null;
  }

  /** The limit of all keys together. */
  long capacity() {
    return limit.value() * keys.count();
  }

  /** Whether the provider itself said that so much cannot be had now. */
  boolean isReportedShort(long needed, long now) {
    return reported.holds(now) && reported.left() < needed;
  }

  /** Milliseconds until so much may be charged. */
  long waitMs(long needed, long now) {
    if (isReportedShort(needed, now)) {
      return reported.resetAtMs() - now;
    }
    QuotaLease shared = leased();
    if (shared != null) {
      return shared.waitMs(needed, now);
    }
    long end = limit.isKnown() ? count.freeAt(capacity() - needed, now) : count.end(now);
    return Math.min(end, limit.beyondMs()) - now;
  }

  /** Drops counts and readings; the limit stays. */
  void forget() {
    reported.forget();
    count.clear();
    keys.forgetUsedUp();
    changed = true;
    if (quotaLease != null) {
      quotaLease.clear();
    }
  }

  boolean tooLargeEver(long amount) {
    return limit.isKnown() && amount > limit.value();
  }

  long limit() {
    return limit.value();
  }

  QuotaSource limitSource() {
    return limit.source();
  }

  /** The limit without what the operator set, {@link #UNKNOWN} while there is none. */
  long limitOfProvider() {
    return limit.ofProvider();
  }

  /** Where {@link #known} is known from. */
  QuotaSource remainingSource(long now) {
    boolean said = reported.holds(now) && known(now) == reported.left();
    return said ? reported.source() : QuotaSource.COUNTED;
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
    return reported.holds(now) ? reported.resetAtMs() : count.end(now);
  }

  /** Share of it that is left, 0 to 1; 1 while unknown. */
  double share(long now) {
    long here = leftHere(now);
    if (limit.value() <= 0) {
      return here == 0 ? 0 : 1;
    }
    // a provider reports the quota of one key, we count that of all keys
    long whole = reported.holds(now) ? limit.value() : capacity();
    double share = Math.min(1, (double) here / whole);
    return quotaLease == null ? share : Math.min(share, quotaLease.share(capacity(), now));
  }

  /** {@link #share}; of a quota of a day or longer how well it keeps to its time. */
  double paced(double ahead, long now) {
    double left = share(now);
    // the whole period is left, so there is nothing to save
    boolean comesBack = count.slides() && !reported.holds(now);
    if (quota.periodMs < DAY_MS || !limit.isKnown() || comesBack) {
      return left;
    }
    double timeLeft = Math.clamp((double) (resetAt(now) - now) / quota.periodMs, 0, 1);
    return DailyPacing.headroom(left, timeLeft, ahead);
  }

  /** How much may still be charged within this minute, {@link #UNKNOWN} while nothing is known. */
  long leftThisMinute(long now) {
    long left = known(now);
    if (left == UNKNOWN || quota.periodMs >= MINUTE_MS || !limit.isKnown()) {
      return left;
    }
    return left + capacity() * ((MINUTE_MS - 1 - now % MINUTE_MS) / quota.periodMs);
  }

  /** What has changed since the last call, to be saved; null when nothing has. */
  @Nullable SavedQuota takeChange(QuotaLeaseSource.Key key, long now) {
    if (!changed) {
      return null;
    }
    changed = false;
    boolean holds = reported.holds(now);
    return new SavedQuota(
        key.owner(),
        key.account(),
        quota.name(),
        limit.isMeasured() ? limit.ofProvider() : null,
        limit.isMeasured() ? limit.sourceOfProvider() : null,
        holds ? reported.left() : null,
        holds ? reported.source() : null,
        holds ? reported.resetAtMs() : null,
        // what replicas sent is counted where grants are made
        quotaLease == null ? count.saved(now) : new long[0]);
  }

  void restore(SavedQuota saved, long now) {
    if (saved.limit() != null && saved.limitSource() != null) {
      limit.restore(saved.limit(), saved.limitSource());
    }
    if (saved.remaining() != null
        && saved.remainingSource() != null
        && saved.resetAtMs() != null
        && saved.resetAtMs() > now) {
      reported.note(saved.remaining(), 0, null, saved.resetAtMs(), true, saved.remainingSource());
    }
    count.restore(saved.counts(), now);
  }
}
