package sml.gateway.modelhealth.quotas;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.OperatorLimits;
import sml.gateway.chat.LiveStats.Allowance;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.BoundedMap;
import sml.gateway.modelhealth.quotas.known.PresetLimits;
import sml.gateway.modelhealth.quotas.rates.LearnedRateLimit;
import sml.gateway.modelhealth.quotas.rates.LearnedRequestRate;
import sml.gateway.modelhealth.quotas.rates.QuotaScopeEvidence;
import sml.gateway.modelhealth.quotas.rates.SlidingWindowCount;
import sml.gateway.modelhealth.quotas.readings.Quota;
import sml.gateway.modelhealth.quotas.readings.QuotaReading;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;
import sml.gateway.upstream.AdmissionGate.Admission;

/** All quotas of one model or account, under one small lock. */
final class QuotaWindows implements BoundedMap.Aging {
  private final QuotaOrigin quotaOrigin;
  private final long account;
  private final SlidingWindowCount asked = new SlidingWindowCount(Quota.RPM.periodMs);
  private final WindowTable windows;
  private final ConcurrentCalls calls;
  private final LearnedRequestRate learned;
  private final QuotaScopeEvidence scope = new QuotaScopeEvidence();
  private final LimitHistory history = new LimitHistory();
  private volatile @Nullable OperatorLimits presetFrom;
  private volatile long usedMs;

  QuotaWindows(QuotaOrigin quotaOrigin, LearnedRateLimit.Rules rules, long now) {
    this.quotaOrigin = quotaOrigin;
    this.account = quotaOrigin.account().getAsLong();
    this.windows = new WindowTable(quotaOrigin, account, asked);
    this.calls = new ConcurrentCalls(quotaOrigin);
    this.learned = new LearnedRequestRate(new LearnedRateLimit(rules), asked);
    this.usedMs = now;
  }

  /** Brings what is known beforehand up to date; what was counted and measured stays. */
  void preset(OperatorLimits set, Supplier<PresetLimits> limits) {
    if (set != presetFrom) {
      apply(limits.get());
      presetFrom = set;
    }
  }

  private synchronized void apply(PresetLimits limits) {
    windows.preset(limits, usedMs);
    calls.preset(limits);
    if (!limits.set().isEmpty()) {
      windows.leased().forEach(quotaOrigin.leases()::wanted);
    }
  }

  synchronized void note(List<QuotaReading> readings, @Nullable Long keyId, long now) {
    for (QuotaReading reading : readings) {
      QuotaWindow window = windows.of(reading.quota(), usedMs);
      var underWay = calls.underWay();
      long unseen = window.quota.tokens ? underWay.unansweredTokens() : underWay.unanswered();
      window.note(reading, keyId, unseen, now);
      if (reading.limit() != null) {
        windows.measured(reading.quota());
      }
    }
    history.said(readings, now);
    usedMs = now;
    windows.leased().forEach(quotaOrigin.leases()::wanted);
  }

  /** Whose they are, see {@link QuotaLeaseSource.Key}. */
  String owner() {
    return quotaOrigin.owner();
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
    int keys = quotaOrigin.keys();
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
    history.refused(now);
    windows.all().forEach(QuotaWindow::refused);
  }

  /** A request was refused for its rate and nothing says which limit that was. */
  synchronized void refusedWithoutReason(long now) {
    if (windows.all().stream().noneMatch(window -> window.isReportedShort(1, now))) {
      learned.refused(now);
    }
  }

  /** A request was refused because of others under way. */
  synchronized void refusedForOthers(QuotaSource from) {
    calls.refused(from);
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
    for (QuotaWindow window : windows.all()) {
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
    return calls.full(now);
  }

  private @Nullable QuotaExhausted overLearnedCap(long now) {
    return learned.left(now) != 0
        ? null
        : new QuotaExhausted(
            "%d requests a minute are what it seems to allow".formatted(learned.perMinute(now)),
            learned.waitMs(now),
            true);
  }

  /** A call of this size begins. */
  synchronized void begin(long tokens, long now) {
    charge(1, tokens, now);
    calls.underWay().began(tokens);
  }

  /** The head of its answer came. */
  synchronized void answering() {
    calls.underWay().answering();
  }

  /** It is over; {@code answering}: the head of its answer had come. */
  synchronized void ended(boolean answering) {
    calls.underWay().ended(answering);
  }

  /** Corrects what was charged. */
  synchronized void charge(long requests, long tokens, long now) {
    for (QuotaWindow window : windows.all()) {
      window.charge(window.quota.tokens ? tokens : requests, now);
      history.counted();
    }
    if (windows.get(Quota.RPM) == null) {
      asked.add(requests, now);
    }
    if (requests > 0) {
      learned.used(now);
    }
  }

  /** The smallest share left of any quota; quotas of a day or longer only have to last. */
  synchronized double headroom(double ahead, long now) {
    double least = 1;
    for (QuotaWindow window : windows.all()) {
      least = Math.min(least, window.paced(ahead, now));
    }
    return Math.min(least, learned.share(now));
  }

  /** What may still be sent. */
  synchronized Allowance allowance(long now) {
    long requests = QuotaWindow.UNKNOWN;
    long tokens = QuotaWindow.UNKNOWN;
    double share = 1;
    for (QuotaWindow window : windows.all()) {
      if (window.quota.tokens) {
        tokens = Allowance.narrower(tokens, window.known(now));
      } else {
        requests = Allowance.narrower(requests, window.leftThisMinute(now));
      }
      share = Math.min(share, window.share(now));
    }
    return new Allowance(Allowance.narrower(requests, learned.left(now)), tokens, share);
  }

  synchronized QuotaLeaseSource.@Nullable Request request(QuotaLeaseSource.Key key, long now) {
    return windows.request(key, now);
  }

  synchronized void granted(QuotaLeaseSource.Key key, QuotaLeaseSource.Grant grant) {
    windows.granted(key, grant);
  }

  /** The quotas that have a limit. */
  synchronized List<QuotaLeaseSource.Key> leased() {
    return windows.leased();
  }

  /** Nothing is held any longer. */
  synchronized void lapse() {
    windows.lapse();
  }

  synchronized QuotaLedger.@Nullable Row takeChange(ModelRef ref, long now) {
    return history.takeChange(ref, windows, now);
  }

  synchronized QuotaLedger.@Nullable Row row(ModelRef ref, long now) {
    return history.row(ref, windows, now);
  }

  synchronized void restore(QuotaLedger.Row row) {
    history.restore(row);
  }

  /** The quotas that have changed since the last call. */
  synchronized List<SavedQuota> takeChanges(long now) {
    return Stream.concat(
            windows.takeChanges(now).stream(), Stream.ofNullable(calls.takeChange(account, now)))
        .toList();
  }

  synchronized void restore(SavedQuota saved, long now) {
    if (saved.quota().equals(SavedQuota.AT_ONCE)) {
      calls.restore(saved);
    } else {
      Quota quota = Quota.valueOf(saved.quota());
      windows.of(quota, now).restore(saved, now);
      if (saved.limit() != null) {
        windows.measured(quota);
      }
    }
  }

  /** Every number that is known, with its source; {@code whose} names the model or account. */
  synchronized List<QuotaNumber> numbers(QuotaNumber.Whose whose, long now) {
    List<QuotaNumber> numbers = new ArrayList<>(windows.numbers(whose, now));
    QuotaNumber atOnce = calls.number(whose, now);
    if (atOnce != null) {
      numbers.add(atOnce);
    }
    long perMinute = learned.perMinute(now);
    if (perMinute != LearnedRateLimit.NONE) {
      numbers.add(QuotaNumber.learned(whose, perMinute, learned.left(now)));
    }
    return numbers;
  }

  synchronized void forget() {
    windows.all().forEach(QuotaWindow::forget);
    learned.clear();
    history.counted();
  }

  @Override
  public long lastUsedMs() {
    return usedMs;
  }
}
