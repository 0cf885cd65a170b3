package sml.gateway.modelhealth.quotas;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sml.gateway.modelhealth.quotas.known.PresetLimits;
import sml.gateway.modelhealth.quotas.rates.SlidingWindowCount;
import sml.gateway.modelhealth.quotas.readings.Quota;

/**
 * The windows of one model or account by what they count, with their leases. Not thread-safe; its
 * {@link QuotaWindows} lock.
 */
final class WindowTable {
  private final Map<Quota, QuotaWindow> windows = new EnumMap<>(Quota.class);
  private final QuotaOrigin origin;
  private final long account;
  private final SlidingWindowCount asked;
  private PresetLimits preset = PresetLimits.NONE;

  /**
   * @param asked the requests of the last minute, counted also while no limit of them is known
   */
  WindowTable(QuotaOrigin origin, long account, SlidingWindowCount asked) {
    this.origin = origin;
    this.account = account;
    this.asked = asked;
  }

  Collection<QuotaWindow> all() {
    return windows.values();
  }

  @Nullable QuotaWindow get(Quota quota) {
    return windows.get(quota);
  }

  /** The window of a quota, new if it has none yet; {@code usedMs}: when it was asked last. */
  QuotaWindow of(Quota quota, long usedMs) {
    return windows.computeIfAbsent(quota, missing -> fresh(missing, usedMs));
  }

  /** This is known beforehand, from now on; what was counted and measured stays. */
  void preset(PresetLimits now, long usedMs) {
    PresetLimits before = preset;
    preset = now;
    before.hinted().quotas().keySet().stream()
        .filter(quota -> !now.hinted().quotas().containsKey(quota))
        .forEach(quota -> of(quota, usedMs).dropHint());
    now.hinted().quotas().entrySet().stream()
        .filter(hint -> !before.hinted().quotas().containsKey(hint.getKey()))
        .forEach(hint -> of(hint.getKey(), usedMs).hint(hint.getValue()));
    before.set().quotas().keySet().forEach(quota -> of(quota, usedMs).operator(null, 0));
    now.set().quotas().forEach((quota, limit) -> of(quota, usedMs).operator(limit, now.setAtMs()));
  }

  /**
   * A provider counts this: what was documented of requests or tokens over another time of up to a
   * minute is no longer true.
   */
  void measured(Quota said) {
    if (said.periodMs <= Quota.RPM.periodMs) {
      all()
          .removeIf(
              window ->
                  window.quota != said
                      && window.quota.tokens == said.tokens
                      && window.quota.periodMs <= Quota.RPM.periodMs
                      && window.isHint());
    }
  }

  private QuotaWindow fresh(Quota quota, long usedMs) {
    var recent = quota == Quota.RPM ? asked : new SlidingWindowCount(quota.periodMs);
    if (quota == Quota.RPH) {
      // requests that were sent before its limit was known
      recent.add(asked.total(usedMs), usedMs);
    }
    return new QuotaWindow(
        quota,
        new QuotaCount(quota, recent, origin.quotas()),
        new PerKeyQuotas(origin.keyCount()),
        origin.leases().shared() ? lease(quota, usedMs) : null);
  }

  private QuotaLease lease(Quota quota, long usedMs) {
    var lease = new QuotaLease(origin.leases(), key(quota), origin.quotas());
    if (quota == Quota.RPM || quota == Quota.RPH) {
      lease.sentBefore(asked.saved(usedMs));
    }
    return lease;
  }

  QuotaLeaseSource.Key key(Quota quota) {
    return new QuotaLeaseSource.Key(origin.owner(), account, quota);
  }

  /** What to report and request for one quota, null when it has no limit. */
  QuotaLeaseSource.@Nullable Request request(QuotaLeaseSource.Key key, long now) {
    QuotaWindow window = window(key);
    QuotaLease lease = window == null ? null : window.leased();
    return window == null || lease == null ? null : lease.request(window.capacity(), now);
  }

  // null also for a grant to an account that was replaced meanwhile
  private @Nullable QuotaWindow window(QuotaLeaseSource.Key key) {
    return key.account() == account ? windows.get(key.quota()) : null;
  }

  void granted(QuotaLeaseSource.Key key, QuotaLeaseSource.Grant grant) {
    QuotaWindow window = window(key);
    QuotaLease lease = window == null ? null : window.leased();
    if (lease != null) {
      lease.granted(grant);
    }
  }

  /** The quotas that have a limit. */
  List<QuotaLeaseSource.Key> leased() {
    return all().stream()
        .filter(window -> window.leased() != null)
        .map(window -> key(window.quota))
        .toList();
  }

  /** Nothing is held any longer. */
  void lapse() {
    all().stream().map(QuotaWindow::leased).filter(Objects::nonNull).forEach(QuotaLease::lapse);
  }

  /** Every number that is known. */
  List<QuotaNumber> numbers(QuotaNumber.Whose whose, long now) {
    return all().stream()
        .map(window -> QuotaNumber.of(window, whose, now))
        .filter(Objects::nonNull)
        .toList();
  }

  List<SavedQuota> takeChanges(long now) {
    return all().stream()
        .map(window -> window.takeChange(key(window.quota), now))
        .filter(Objects::nonNull)
        .toList();
  }
}
