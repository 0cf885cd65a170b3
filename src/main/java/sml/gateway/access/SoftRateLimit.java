package sml.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Notices clients that call too often, so that a hint can be sent; no client is blocked. Counts
 * whole minutes and weighs the last one by how much of it still lies within sixty seconds.
 */
public final class SoftRateLimit {
  private static final long MINUTE = 60_000_000_000L;
  private static final int ADDRESSES = 10_000;

  private final int limit;
  private final Cache<String, Count> counts =
      Caffeine.newBuilder().maximumSize(ADDRESSES).executor(Runnable::run).build();

  private static final class Count {
    long minute;
    int now;
    int before;
  }

  /** Calls a minute from one address up to which no hint is given. */
  public SoftRateLimit(int limit) {
    this.limit = limit;
  }

  /** Counts one call; true when the address has made more than the limit within a minute. */
  public synchronized boolean exceeded(String address, long nanos) {
    Count count = counts.get(address, name -> new Count());
    long minute = Math.floorDiv(nanos, MINUTE);
    if (minute != count.minute) {
      count.before = minute == count.minute + 1 ? count.now : 0;
      count.now = 0;
      count.minute = minute;
    }
    count.now++;
    double past = (double) Math.floorMod(nanos, MINUTE) / MINUTE;
    return count.now + count.before * (1 - past) > limit;
  }
}
