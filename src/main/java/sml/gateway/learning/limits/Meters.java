package sml.gateway.learning.limits;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Gate.Admission;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Standings.Allowance;
import sml.gateway.learning.limits.rate.LearnedCap;
import sml.gateway.learning.limits.rate.LearnedRate;
import sml.gateway.learning.limits.rate.ScopeEvidence;
import sml.gateway.learning.limits.rate.SlidingCount;
import sml.gateway.learning.memory.Bounded;

/** All quotas of one model or account, under one small lock. */
final class Meters implements Bounded.Aging {
  private final Map<Quota, Meter> meters = new EnumMap<>(Quota.class);
  private final Origin origin;
  private final long account;
  private final SlidingCount asked = new SlidingCount(Quota.RPM.periodMs);
  private final LearnedRate learned;
  private final ScopeEvidence scope = new ScopeEvidence();
  private @Nullable String source;
  private long last429Ms;
  private long updatedMs;
  private boolean changed;
  private volatile long usedMs;

  Meters(Origin origin, LearnedCap.Rules rules, Map<Quota, Long> hints, long now) {
    this.origin = origin;
    this.account = origin.account().getAsLong();
    this.learned = new LearnedRate(new LearnedCap(rules), asked);
    this.usedMs = now;
    hints.forEach((quota, limit) -> meter(quota).hint(limit));
  }

  synchronized void note(List<Reading> readings, @Nullable Long keyId, String from, long now) {
    for (Reading reading : readings) {
      meter(reading.quota()).note(reading, keyId, now);
    }
    source = from;
    updatedMs = now;
    changed = true;
    usedMs = now;
    leased().forEach(origin.leases()::wanted);
  }

  /** True when its provider got another key since: nothing of it holds any more. */
  boolean isReplaced() {
    return account < origin.account().getAsLong();
  }

  /** Requests of the last minute. */
  synchronized long asked(long now) {
    return asked.total(now);
  }

  /**
   * Compares what a provider says of one model with what that model and this account were asked.
   * Where other replicas ask, too, nothing can be concluded.
   */
  synchronized void compare(List<Reading> readings, long askedOfModel, long now) {
    int keys = Math.max(1, origin.keyCount().getAsInt());
    for (Reading reading : readings) {
      Long limit = reading.limit();
      Long remaining = reading.remaining();
      if (reading.quota() == Quota.RPM
          && limit != null
          && remaining != null
          && !origin.leases().shared()) {
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
    meters.values().forEach(Meter::refused);
  }

  /** A request was refused for its rate and nothing says which limit that was. */
  synchronized void refusedWithoutReason(long now) {
    if (meters.values().stream().noneMatch(meter -> meter.isToldShort(1, now))) {
      learned.refused(now);
    }
  }

  /** What is short for a request of this size, null when nothing is. */
  synchronized @Nullable Shortage shortage(int tokens, Admission admission, long now) {
    usedMs = now;
    Shortage shortage = find(admission == Admission.NAMED ? 1 : tokens, true, now);
    return shortage != null || admission != Admission.HEALTHY ? shortage : overLearnedCap(now);
  }

  /** What is short for the smallest request, null when nothing is. */
  synchronized @Nullable Shortage usedUp(long now) {
    Shortage shortage = find(1, false, now);
    return shortage == null ? overLearnedCap(now) : shortage;
  }

  // {@code wanted}: somebody has need of it, so a lease is to be asked for more
  private @Nullable Shortage find(int tokens, boolean wanted, long now) {
    for (Meter meter : meters.values()) {
      long needed = meter.quota.tokens ? tokens : 1;
      long left = meter.left(now);
      if (left < needed) {
        Lease lease = meter.leased();
        if (wanted && lease != null) {
          lease.miss(needed);
        }
        return Shortage.of(meter, needed, left, now);
      }
    }
    return null;
  }

  private @Nullable Shortage overLearnedCap(long now) {
    return learned.left(now) != 0
        ? null
        : new Shortage(
            "%d requests a minute are what it seems to allow".formatted(learned.perMinute(now)),
            learned.waitMs(now),
            true);
  }

  synchronized void book(long requests, long tokens, long now) {
    for (Meter meter : meters.values()) {
      meter.book(meter.quota.tokens ? tokens : requests, now);
      changed |= source != null;
    }
    if (!meters.containsKey(Quota.RPM)) {
      asked.add(requests, now);
    }
    if (requests > 0) {
      learned.used(now);
    }
  }

  /** The smallest share left of any quota; quotas of a day or longer only have to last. */
  synchronized double headroom(double ahead, long now) {
    double least = 1;
    for (Meter meter : meters.values()) {
      least = Math.min(least, meter.paced(ahead, now));
    }
    return Math.min(least, learned.share(now));
  }

  /** What may still be sent. */
  synchronized Allowance allowance(long now) {
    long requests = Meter.UNKNOWN;
    long tokens = Meter.UNKNOWN;
    double share = 1;
    for (Meter meter : meters.values()) {
      if (meter.quota.tokens) {
        tokens = Allowance.narrower(tokens, meter.known(now));
      } else {
        requests = Allowance.narrower(requests, meter.leftThisMinute(now));
      }
      share = Math.min(share, meter.share(now));
    }
    return new Allowance(Allowance.narrower(requests, learned.left(now)), tokens, share);
  }

  private Meter meter(Quota quota) {
    return meters.computeIfAbsent(quota, this::fresh);
  }

  private Meter fresh(Quota quota) {
    return new Meter(
        quota,
        quota == Quota.RPM ? asked : new SlidingCount(quota.periodMs),
        origin,
        origin.leases().shared() ? new Lease(origin.leases(), key(quota), origin.quotas()) : null);
  }

  private Leases.Key key(Quota quota) {
    return new Leases.Key(origin.owner(), account, quota);
  }

  /** What is to be told and asked for of one quota, null when it has no limit. */
  synchronized Leases.@Nullable Request request(Leases.Key key, long now) {
    Meter meter = meter(key);
    Lease lease = meter == null ? null : meter.leased();
    return meter == null || lease == null ? null : lease.request(meter.capacity(), now);
  }

  // null also for a grant to an account that was replaced meanwhile
  private @Nullable Meter meter(Leases.Key key) {
    return key.account() == account ? meters.get(key.quota()) : null;
  }

  synchronized void granted(Leases.Key key, Leases.Grant grant) {
    Meter meter = meter(key);
    Lease lease = meter == null ? null : meter.leased();
    if (lease != null) {
      lease.granted(grant);
    }
  }

  /** The quotas that have a limit. */
  synchronized List<Leases.Key> leased() {
    return meters.values().stream()
        .filter(meter -> meter.leased() != null)
        .map(meter -> key(meter.quota))
        .toList();
  }

  /** Nothing is held any longer. */
  synchronized void lapse() {
    for (Meter meter : meters.values()) {
      Lease lease = meter.leased();
      if (lease != null) {
        lease.lapse();
      }
    }
  }

  synchronized LimitBook.@Nullable Row takeChange(ModelRef ref, long now) {
    if (!changed) {
      return null;
    }
    changed = false;
    return row(ref, now);
  }

  synchronized LimitBook.@Nullable Row row(ModelRef ref, long now) {
    if (source == null) {
      return null;
    }
    return new LimitBook.Row(
        ref,
        line(Quota.TPM, now),
        line(Quota.TPD, now),
        line(Quota.RPM, now),
        line(Quota.RPD, now),
        source,
        last429Ms,
        updatedMs,
        account);
  }

  private LimitBook.Line line(Quota quota, long now) {
    Meter meter = meters.get(quota);
    if (meter == null) {
      return LimitBook.Line.UNKNOWN;
    }
    long left = meter.known(now);
    return new LimitBook.Line(
        meter.limit() == Meter.UNKNOWN ? null : Long.valueOf(meter.limit()),
        left == Meter.UNKNOWN ? null : Long.valueOf(left),
        left == Meter.UNKNOWN ? null : Long.valueOf(meter.resetAt(now)));
  }

  synchronized void restore(LimitBook.Row row, long now) {
    restore(Quota.TPM, row.tpm(), now);
    restore(Quota.TPD, row.tpd(), now);
    restore(Quota.RPM, row.rpm(), now);
    restore(Quota.RPD, row.rpd(), now);
    source = row.source();
    last429Ms = row.last429Ms();
    updatedMs = row.updatedMs();
  }

  private void restore(Quota quota, LimitBook.Line line, long now) {
    if (line.limit() != null || line.remaining() != null) {
      meter(quota)
          .restore(
              orUnknown(line.limit()),
              orUnknown(line.remaining()),
              orUnknown(line.resetAtMs()),
              now);
    }
  }

  private static long orUnknown(@Nullable Long value) {
    return value == null ? Meter.UNKNOWN : value;
  }

  synchronized void forget() {
    meters.values().forEach(Meter::forget);
    learned.clear();
    changed = source != null;
  }

  @Override
  public long lastUsedMs() {
    return usedMs;
  }
}
