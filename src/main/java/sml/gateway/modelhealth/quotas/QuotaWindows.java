package sml.gateway.modelhealth.quotas;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.LiveStats.Allowance;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.BoundedMap;
import sml.gateway.upstream.AdmissionGate.Admission;

/** All quotas of one model or account, under one small lock. */
final class QuotaWindows implements BoundedMap.Aging {
  private final Map<Quota, QuotaWindow> windows = new EnumMap<>(Quota.class);
  private final QuotaOrigin quotaOrigin;
  private final long account;
  private final SlidingWindowCount asked = new SlidingWindowCount(Quota.RPM.periodMs);
  private final LearnedRequestRate learned;
  private final QuotaScopeEvidence scope = new QuotaScopeEvidence();
  private @Nullable String source;
  private long last429Ms;
  private long updatedMs;
  private boolean changed;
  private volatile long usedMs;

  QuotaWindows(
      QuotaOrigin quotaOrigin, LearnedRateLimit.Rules rules, Map<Quota, Long> hints, long now) {
    this.quotaOrigin = quotaOrigin;
    this.account = quotaOrigin.account().getAsLong();
    this.learned = new LearnedRequestRate(new LearnedRateLimit(rules), asked);
    this.usedMs = now;
    hints.forEach((quota, limit) -> window(quota).hint(limit));
  }

  synchronized void note(List<QuotaReading> readings, @Nullable Long keyId, String from, long now) {
    for (QuotaReading quotaReading : readings) {
      window(quotaReading.quota()).note(quotaReading, keyId, now);
    }
    source = from;
    updatedMs = now;
    changed = true;
    usedMs = now;
    leased().forEach(quotaOrigin.leases()::wanted);
  }

  /** True when its provider got another key since: nothing of it holds any more. */
  boolean isReplaced() {
    return account < quotaOrigin.account().getAsLong();
  }

  /** Requests of the last minute. */
  synchronized long asked(long now) {
    return asked.total(now);
  }

  /**
   * Compares what a provider says of one model with what that model and this account were asked.
   * Where other replicas ask, too, nothing can be concluded.
   */
  synchronized void compare(List<QuotaReading> readings, long askedOfModel, long now) {
    int keys = Math.max(1, quotaOrigin.keyCount().getAsInt());
    for (QuotaReading quotaReading : readings) {
      Long limit = quotaReading.limit();
      Long remaining = quotaReading.remaining();
      if (quotaReading.quota() == Quota.RPM
          && limit != null
          && remaining != null
          && !quotaOrigin.leases().shared()) {
        double account = (double) asked.total(now) / keys;
        scope.note(limit - remaining, (double) askedOfModel / keys, account);
      }
    }
  }

  /** True when all models of this account seem to share its limits. */
  synchronized boolean isShared() {
    return scope.isShared();
  }

  synchronized void refused(long now) {
    last429Ms = now;
    windows.values().forEach(QuotaWindow::refused);
  }

  /** A request was refused for its rate and nothing says which limit that was. */
  synchronized void refusedWithoutReason(long now) {
    if (windows.values().stream().noneMatch(window -> window.isReportedShort(1, now))) {
      learned.refused(now);
    }
  }

  /** The quota that is exhausted for a request of this size, null when none is. */
  synchronized @Nullable QuotaExhausted exhausted(int tokens, Admission admission, long now) {
    usedMs = now;
    QuotaExhausted exhausted = find(admission == Admission.NAMED ? 1 : tokens, true, now);
    return exhausted != null || admission != Admission.HEALTHY ? exhausted : overLearnedCap(now);
  }

  /** The quota that is exhausted for the smallest request, null when none is. */
  synchronized @Nullable QuotaExhausted usedUp(long now) {
    QuotaExhausted exhausted = find(1, false, now);
    return exhausted == null ? overLearnedCap(now) : exhausted;
  }

  // {@code wanted}: a request needs it, so the lease has to ask for more
  private @Nullable QuotaExhausted find(int tokens, boolean wanted, long now) {
    for (QuotaWindow window : windows.values()) {
      long needed = window.quota.tokens ? tokens : 1;
      long left = window.left(now);
      if (left < needed) {
        QuotaLease quotaLease = window.leased();
        if (wanted && quotaLease != null) {
          quotaLease.miss(needed);
        }
        return QuotaExhausted.of(window, needed, left, now);
      }
    }
    return null;
  }

  private @Nullable QuotaExhausted overLearnedCap(long now) {
    return learned.left(now) != 0
        ? null
        : new QuotaExhausted(
            "%d requests a minute are what it seems to allow".formatted(learned.perMinute(now)),
            learned.waitMs(now),
            true);
  }

  synchronized void charge(long requests, long tokens, long now) {
    for (QuotaWindow window : windows.values()) {
      window.charge(window.quota.tokens ? tokens : requests, now);
      changed |= source != null;
    }
    if (!windows.containsKey(Quota.RPM)) {
      asked.add(requests, now);
    }
    if (requests > 0) {
      learned.used(now);
    }
  }

  /** The smallest share left of any quota; quotas of a day or longer only have to last. */
  synchronized double headroom(double ahead, long now) {
    double least = 1;
    for (QuotaWindow window : windows.values()) {
      least = Math.min(least, window.paced(ahead, now));
    }
    return Math.min(least, learned.share(now));
  }

  /** What may still be sent. */
  synchronized Allowance allowance(long now) {
    long requests = QuotaWindow.UNKNOWN;
    long tokens = QuotaWindow.UNKNOWN;
    double share = 1;
    for (QuotaWindow window : windows.values()) {
      if (window.quota.tokens) {
        tokens = Allowance.narrower(tokens, window.known(now));
      } else {
        requests = Allowance.narrower(requests, window.leftThisMinute(now));
      }
      share = Math.min(share, window.share(now));
    }
    return new Allowance(Allowance.narrower(requests, learned.left(now)), tokens, share);
  }

  private QuotaWindow window(Quota quota) {
    return windows.computeIfAbsent(quota, this::fresh);
  }

  private QuotaWindow fresh(Quota quota) {
    var count = quota == Quota.RPM ? asked : new SlidingWindowCount(quota.periodMs);
    if (quota == Quota.RPH) {
      // requests that were sent before its limit was known
      count.add(asked.total(usedMs), usedMs);
    }
    return new QuotaWindow(
        quota,
        count,
        quotaOrigin,
        quotaOrigin.leases().shared()
            ? new QuotaLease(quotaOrigin.leases(), key(quota), quotaOrigin.quotas())
            : null);
  }

  private QuotaLeaseSource.Key key(Quota quota) {
    return new QuotaLeaseSource.Key(quotaOrigin.owner(), account, quota);
  }

  /** What to report and request for one quota, null when it has no limit. */
  synchronized QuotaLeaseSource.@Nullable Request request(QuotaLeaseSource.Key key, long now) {
    QuotaWindow window = window(key);
    QuotaLease quotaLease = window == null ? null : window.leased();
    return window == null || quotaLease == null ? null : quotaLease.request(window.capacity(), now);
  }

  // null also for a grant to an account that was replaced meanwhile
  private @Nullable QuotaWindow window(QuotaLeaseSource.Key key) {
    return key.account() == account ? windows.get(key.quota()) : null;
  }

  synchronized void granted(QuotaLeaseSource.Key key, QuotaLeaseSource.Grant grant) {
    QuotaWindow window = window(key);
    QuotaLease quotaLease = window == null ? null : window.leased();
    if (quotaLease != null) {
      quotaLease.granted(grant);
    }
  }

  /** The quotas that have a limit. */
  synchronized List<QuotaLeaseSource.Key> leased() {
    return windows.values().stream()
        .filter(window -> window.leased() != null)
        .map(window -> key(window.quota))
        .toList();
  }

  /** Nothing is held any longer. */
  synchronized void lapse() {
    for (QuotaWindow window : windows.values()) {
      QuotaLease quotaLease = window.leased();
      if (quotaLease != null) {
        quotaLease.lapse();
      }
    }
  }

  synchronized QuotaLedger.@Nullable Row takeChange(ModelRef ref, long now) {
    if (!changed) {
      return null;
    }
    changed = false;
    return row(ref, now);
  }

  synchronized QuotaLedger.@Nullable Row row(ModelRef ref, long now) {
    if (source == null) {
      return null;
    }
    return new QuotaLedger.Row(
        ref,
        state(Quota.TPM, now),
        state(Quota.TPD, now),
        state(Quota.RPM, now),
        state(Quota.RPD, now),
        source,
        last429Ms,
        updatedMs,
        account);
  }

  private QuotaLedger.QuotaState state(Quota quota, long now) {
    QuotaWindow window = windows.get(quota);
    if (window == null) {
      return QuotaLedger.QuotaState.UNKNOWN;
    }
    long left = window.known(now);
    return new QuotaLedger.QuotaState(
        window.limit() == QuotaWindow.UNKNOWN ? null : Long.valueOf(window.limit()),
        left == QuotaWindow.UNKNOWN ? null : Long.valueOf(left),
        left == QuotaWindow.UNKNOWN ? null : Long.valueOf(window.resetAt(now)));
  }

  synchronized void restore(QuotaLedger.Row row, long now) {
    restore(Quota.TPM, row.tpm(), now);
    restore(Quota.TPD, row.tpd(), now);
    restore(Quota.RPM, row.rpm(), now);
    restore(Quota.RPD, row.rpd(), now);
    source = row.source();
    last429Ms = row.last429Ms();
    updatedMs = row.updatedMs();
  }

  private void restore(Quota quota, QuotaLedger.QuotaState state, long now) {
    if (state.limit() != null || state.remaining() != null) {
      window(quota)
          .restore(
              orUnknown(state.limit()),
              orUnknown(state.remaining()),
              orUnknown(state.resetAtMs()),
              now);
    }
  }

  private static long orUnknown(@Nullable Long value) {
    return value == null ? QuotaWindow.UNKNOWN : value;
  }

  synchronized void forget() {
    windows.values().forEach(QuotaWindow::forget);
    learned.clear();
    changed = source != null;
  }

  @Override
  public long lastUsedMs() {
    return usedMs;
  }
}
