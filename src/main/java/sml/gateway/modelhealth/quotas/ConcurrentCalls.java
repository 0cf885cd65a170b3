package sml.gateway.modelhealth.quotas;

import org.jspecify.annotations.Nullable;
import sml.gateway.modelhealth.quotas.known.PresetLimits;
import sml.gateway.modelhealth.quotas.rates.CallsUnderWay;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

/**
 * The calls that are under way at one model or account, and how many may be. Not thread-safe; its
 * {@link QuotaWindows} lock.
 */
final class ConcurrentCalls {
  // when one of them ends is not known: it is looked at again after so long
  private static final long AGAIN_MS = 250;

  private final QuotaOrigin origin;
  private final CallsUnderWay underWay = new CallsUnderWay();
  private final ConcurrencyLimit limit = new ConcurrencyLimit();
  private boolean changed;

  ConcurrentCalls(QuotaOrigin origin) {
    this.origin = origin;
  }

  /** What is known beforehand. */
  void preset(PresetLimits limits) {
    limit.hint(limits.hinted().concurrent());
    limit.operator(limits.set().concurrent(), limits.setAtMs());
  }

  CallsUnderWay underWay() {
    return underWay;
  }

  /** A call was refused because of others under way. */
  void refused(QuotaSource from) {
    limit.refused(underWay.calls(), origin.keys(), from);
    changed = true;
  }

  /** Why no further call may begin, null while one may. */
  @Nullable QuotaExhausted full(long now) {
    long allowed = limit.allowed(now);
    // each replica keeps to its share, as it does not know what the others have under way
    long here = Math.max(1, allowed * origin.keys() / origin.leases().replicas());
    return allowed == QuotaLimit.UNKNOWN || underWay.calls() < here
        ? null
        : new QuotaExhausted(
            "%d under way are as many as it takes at once".formatted(underWay.calls()),
            AGAIN_MS,
            false);
  }

  /** The limit if it has changed since the last call, to be saved. */
  @Nullable SavedQuota takeChange(long account, long now) {
    if (!changed) {
      return null;
    }
    changed = false;
    return new SavedQuota(
        origin.owner(),
        account,
        SavedQuota.AT_ONCE,
        limit.allowedByProvider(now),
        limit.sourceOfProvider(),
        null,
        null,
        null,
        new long[0]);
  }

  void restore(SavedQuota saved) {
    if (saved.limit() != null && saved.limitSource() != null) {
      limit.restore(saved.limit(), saved.limitSource());
    }
  }

  /** Null while no limit is known. */
  @Nullable QuotaNumber number(QuotaNumber.Whose who, long now) {
    long allowed = limit.allowed(now);
    return allowed == QuotaLimit.UNKNOWN
        ? null
        : QuotaNumber.atOnce(
            who, allowed, limit.source(), allowed * origin.keys() - underWay.calls());
  }
}
