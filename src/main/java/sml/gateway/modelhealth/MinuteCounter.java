package sml.gateway.modelhealth;

/** Counts what happened within the last minute, second by second. Thread-safe. */
final class MinuteCounter {
  private static final int SECONDS = 60;

  private final int[] counts = new int[SECONDS];
  private long newest;
  private int sum;

  /** Counts one; times in milliseconds. */
  public synchronized void add(long nowMs) {
    advance(nowMs / 1000);
    counts[(int) (newest % SECONDS)]++;
    sum++;
  }

  /** How many were counted within the last minute. */
  public synchronized int sum(long nowMs) {
    advance(nowMs / 1000);
    return sum;
  }

  private void advance(long second) {
    long passed = Math.min(SECONDS, second - newest);
    for (long step = 1; step <= passed; step++) {
      int slot = (int) ((second - passed + step) % SECONDS);
      sum -= counts[slot];
      counts[slot] = 0;
    }
    newest = Math.max(newest, second);
  }
}
