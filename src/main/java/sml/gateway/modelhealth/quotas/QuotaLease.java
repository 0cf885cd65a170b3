package sml.gateway.modelhealth.quotas;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import sml.gateway.catalog.QuotaCalendar;

/**
 * What this replica may send of one quota without asking, and what it sent. Units held and units
 * sent within any period never exceed the limit over all replicas, because both are counted where
 * grants are made. Not thread-safe; its {@link QuotaWindows} lock.
 */
final class QuotaLease {
  private static final long SOON_MS = 20;
  private static final long REPORT_AGAIN_MS = 300_000;

  private final QuotaLeaseSource leases;
  private final QuotaLeaseSource.Key key;
  private final Supplier<QuotaCalendar> quotas;
  private final TreeMap<Long, Long> sent = new TreeMap<>();
  private long held;
  private long recent;
  private long demand;
  private long missed;
  private boolean reportedSent;
  private long reportedHeld;
  private long reportAgainMs;
  private QuotaLeaseSource.Grant last = new QuotaLeaseSource.Grant(0, 0, 0, false);
  private boolean answered;
  private LeaseBuckets buckets;

  /**
   * @param quotas when the provider's long quotas are full again; may change
   */
  QuotaLease(QuotaLeaseSource leases, QuotaLeaseSource.Key key, Supplier<QuotaCalendar> quotas) {
    this.leases = leases;
    this.key = key;
    this.quotas = quotas;
    this.buckets = new LeaseBuckets(key.quota(), quotas.get());
  }

  /** Adds what was sent before the limit was known: beginnings of slices and units alternately. */
  void sentBefore(long[] slices) {
    for (int each = 0; each + 1 < slices.length; each += 2) {
      sent.merge(buckets.of(slices[each]), slices[each + 1], Long::sum);
    }
  }

  /** Units that may be sent now. */
  long left(long limit, long now) {
    if (leases.alone() || last.early()) {
      return Math.max(0, limit / leases.replicas() - sentLately(now));
    }
    // a limit that was lowered counts for what is held, too
    return Math.min(held, Math.max(0, limit - sentLately(now)));
  }

  /** Sends so many units; negative when they were not needed after all. */
  void take(long units, long limit, long now) {
    count(units, now);
    held = Math.max(0, held - units);
    recent += Math.max(0, units);
    if (held <= target(limit) / 2) {
      leases.wanted(key);
    }
  }

  /** Counts so many units as sent, also while no limit is known. */
  void count(long units, long now) {
    long bucket = bucket(now);
    sent.merge(bucket, units, (before, more) -> Math.max(0, before + more));
    sent.computeIfPresent(bucket, (same, count) -> Math.max(0, count));
  }

  /** The provider counts no more than this over all replicas; what was sent last is taken back. */
  void believe(long used, long now) {
    long surplus = sentLately(now) - used;
    for (Long bucket : List.copyOf(sent.descendingKeySet())) {
      long taken = Math.clamp(surplus, 0, sent.getOrDefault(bucket, 0L));
      sent.merge(bucket, -taken, Long::sum);
      surplus -= taken;
    }
  }

  /** A request needed more than there was. */
  void miss(long units) {
    missed += units;
    leases.wanted(key);
  }

  /** Milliseconds until asking again makes sense. */
  long waitMs(long needed, long now) {
    if (!answered || last.free() >= needed || last.early()) {
      return SOON_MS;
    }
    bucket(now);
    return Math.max(SOON_MS, buckets.freedAt(last.oldest(), now) - now);
  }

  /** Share of the limit that is left over all replicas, 0 to 1. */
  double share(long limit, long now) {
    if (leases.alone() || last.early()) {
      long equal = left(limit, now) * leases.replicas();
      return limit <= 0 ? 1 : Math.min(1, (double) equal / limit);
    }
    if (!answered || limit <= 0) {
      return 1;
    }
    return Math.clamp((double) (held + last.free()) / limit, 0, 1);
  }

  /** What to report and request; units that are not needed any more are returned with it. */
  QuotaLeaseSource.Request request(long limit, long now) {
    long bucket = bucket(now);
    demand = Math.max(recent, demand / 2);
    long target = target(limit);
    recent = 0;
    missed = 0;
    held = Math.min(held, target);
    List<Long> reported = new ArrayList<>();
    sent.forEach((each, units) -> Collections.addAll(reported, each, units));
    boolean changed =
        last.early()
            || !reported.isEmpty()
            || reportedSent
            || held != target
            || held != reportedHeld
            || now > reportAgainMs;
    reportedSent = !reported.isEmpty();
    reportedHeld = held;
    reportAgainMs = changed ? now + REPORT_AGAIN_MS : reportAgainMs;
    return new QuotaLeaseSource.Request(
        bucket,
        buckets.counted(),
        limit,
        reported,
        held,
        target - held,
        key.quota().periodMs,
        buckets.calendar(),
        changed);
  }

  void granted(QuotaLeaseSource.Grant grant) {
    held += grant.units();
    reportedHeld += grant.units();
    last = grant;
    answered = true;
  }

  /** What was held and sent is forgotten. */
  void clear() {
    sent.clear();
    held = 0;
    demand = 0;
    recent = 0;
    missed = 0;
    reportedHeld = -1;
  }

  /** What is held is held no longer: it has to be asked for anew. */
  void lapse() {
    held = 0;
    reportedHeld = -1;
    answered = false;
  }

  /** Enough for a moment's demand and a first request; idle replicas leave most to the others. */
  private long target(long limit) {
    int replicas = leases.replicas();
    long idle =
        replicas == 1
            ? (limit + 1) / 2
            : limit >= 4L * replicas ? Math.max(1, limit / (8L * replicas)) : 0;
    return Math.min(limit, idle + 2 * (Math.max(demand, recent) + missed));
  }

  private long sentLately(long now) {
    bucket(now);
    return sent.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The present bucket; what no longer counts is dropped. */
  private long bucket(long now) {
    QuotaCalendar calendar = quotas.get();
    if (!buckets.countsBy(calendar)) {
      long units = sent.values().stream().mapToLong(Long::longValue).sum();
      sent.clear();
      buckets = new LeaseBuckets(key.quota(), calendar);
      // when exactly that was sent by the new calendar is not known: it counts as sent now
      sent.merge(buckets.of(now), units, Long::sum);
    }
    long bucket = buckets.of(now);
    sent.headMap(bucket - buckets.counted(), true).clear();
    return bucket;
  }
}
