package sml.gateway.learning.limits;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * What this replica may send of one quota without asking, and what it sent. Units held and units
 * sent within any period never exceed the limit over all replicas, because both are counted where
 * grants are made. Not thread-safe; its {@link Meters} lock.
 */
final class Lease {
  private static final int BUCKETS = 60;
  private static final long SOON_MS = 20;
  private static final long TELL_AGAIN_MS = 300_000;
  private static final long HOUR_MS = Quota.RPH.periodMs;

  private final Leases leases;
  private final Leases.Key key;
  private final long bucketMs;
  private final int buckets;
  private final TreeMap<Long, Long> sent = new TreeMap<>();
  private long held;
  private long recent;
  private long demand;
  private long missed;
  private boolean toldSent;
  private long toldHeld;
  private long tellAgainMs;
  private Leases.Grant last = new Leases.Grant(0, 0, 0, false);
  private boolean answered;

  Lease(Leases leases, Leases.Key key) {
    this.leases = leases;
    this.key = key;
    // a window of any sixty buckets touches sixty-one; long quotas count whole periods
    boolean slides = key.quota().periodMs <= HOUR_MS;
    this.bucketMs = slides ? key.quota().periodMs / BUCKETS : key.quota().periodMs;
    this.buckets = slides ? BUCKETS + 1 : 1;
  }

  /** Units that may be sent now. */
  long left(long limit, long now) {
    if (!leases.answer() || last.early()) {
      return Math.max(0, limit / leases.replicas() - sentLately(now));
    }
    return held;
  }

  /** Sends so many units; negative when they were not needed after all. */
  void take(long units, long limit, long now) {
    long bucket = now / bucketMs;
    prune(bucket);
    sent.merge(bucket, units, (before, more) -> Math.max(0, before + more));
    sent.computeIfPresent(bucket, (same, count) -> Math.max(0, count));
    held = Math.max(0, held - units);
    recent += Math.max(0, units);
    if (held <= target(limit) / 2) {
      leases.wanted(key);
    }
  }

  /** Somebody needed more than there was. */
  void miss(long units) {
    missed += units;
    leases.wanted(key);
  }

  /** Milliseconds until asking again makes sense. */
  long waitMs(long needed, long now) {
    if (!answered || last.free() >= needed || last.early()) {
      return SOON_MS;
    }
    return Math.max(SOON_MS, (last.oldest() + buckets) * bucketMs - now);
  }

  /** Share of the limit that is left over all replicas, 0 to 1. */
  double share(long limit, long now) {
    if (!leases.answer() || last.early()) {
      long equal = left(limit, now) * leases.replicas();
      return limit <= 0 ? 1 : Math.min(1, (double) equal / limit);
    }
    if (!answered || limit <= 0) {
      return 1;
    }
    return Math.clamp((double) (held + last.free()) / limit, 0, 1);
  }

  /** What is to be told and asked for; what is not needed any more is given back with it. */
  Leases.Request request(long limit, long now) {
    long bucket = now / bucketMs;
    prune(bucket);
    demand = Math.max(recent, demand / 2);
    long target = target(limit);
    recent = 0;
    missed = 0;
    held = Math.min(held, target);
    List<Long> told = new ArrayList<>();
    sent.forEach((each, units) -> Collections.addAll(told, each, units));
    boolean news =
        !told.isEmpty() || toldSent || held != target || held != toldHeld || now > tellAgainMs;
    toldSent = !told.isEmpty();
    toldHeld = held;
    tellAgainMs = news ? now + TELL_AGAIN_MS : tellAgainMs;
    return new Leases.Request(
        bucket, buckets, limit, told, held, target - held, key.quota().periodMs, news);
  }

  void granted(Leases.Grant grant) {
    held += grant.units();
    toldHeld += grant.units();
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
    toldHeld = -1;
  }

  /** What is held is held no longer: it has to be asked for anew. */
  void lapse() {
    held = 0;
    toldHeld = -1;
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
    prune(now / bucketMs);
    return sent.values().stream().mapToLong(Long::longValue).sum();
  }

  private void prune(long bucket) {
    sent.headMap(bucket - buckets, true).clear();
  }
}
