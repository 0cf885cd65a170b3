package sml.gateway.modelhealth.quotas.rates;

import java.util.Arrays;

/**
 * How much was counted within the last period, to a sixtieth of it and never too little: whatever
 * window of this length a provider counts, it holds no more than this. Not thread-safe.
 */
public final class SlidingWindowCount {
  private static final int SLICES = 60;
  // a period that begins inside a slice touches one more
  private static final int RING = SLICES + 1;

  private final long sliceMs;
  private final long[] counts = new long[RING];
  private long newest;
  private long total;

  /** Counts over this many milliseconds. */
  public SlidingWindowCount(long periodMs) {
    this.sliceMs = Math.max(1, periodMs / SLICES);
  }

  /** Adds an amount now; a negative amount takes back what was added last. */
  public void add(long amount, long now) {
    advance(now);
    if (amount >= 0) {
      counts[slot(newest)] += amount;
      total += amount;
      return;
    }
    long toTake = Math.min(total, -amount);
    for (long slice = newest; toTake > 0; slice--) {
      long taken = Math.min(toTake, counts[slot(slice)]);
      counts[slot(slice)] -= taken;
      total -= taken;
      toTake -= taken;
    }
  }

  /** What the last period holds. */
  public long total(long now) {
    advance(now);
    return total;
  }

  /** Milliseconds until the last period holds no more than this. */
  public long waitMs(long most, long now) {
    advance(now);
    long left = total;
    for (long slice = newest - SLICES; slice <= newest && left > most; slice++) {
      left -= counts[slot(slice)];
      if (left <= most) {
        return (slice + RING) * sliceMs - now;
      }
    }
    return left <= most ? 0 : RING * sliceMs;
  }

  /** Forgets everything. */
  public void clear() {
    Arrays.fill(counts, 0);
    total = 0;
  }

  /** The beginnings of slices, epoch milliseconds, and what was counted in each, alternately. */
  public long[] saved(long now) {
    advance(now);
    long[] saved = new long[2 * RING];
    int length = 0;
    for (long slice = newest - SLICES; slice <= newest; slice++) {
      if (counts[slot(slice)] > 0) {
        saved[length++] = slice * sliceMs;
        saved[length++] = counts[slot(slice)];
      }
    }
    return Arrays.copyOf(saved, length);
  }

  /** Adds what was saved, except for what the last period no longer holds. */
  public void restore(long[] saved, long now) {
    advance(now);
    for (int each = 0; each + 1 < saved.length; each += 2) {
      long slice = Math.min(newest, saved[each] / sliceMs);
      if (slice >= newest - SLICES) {
        counts[slot(slice)] += saved[each + 1];
        total += saved[each + 1];
      }
    }
  }

  private void advance(long now) {
    long slice = now / sliceMs;
    long steps = Math.min(RING, slice - newest);
    for (long i = 0; i < steps; i++) {
      int slot = slot(slice - i);
      total -= counts[slot];
      counts[slot] = 0;
    }
    newest = Math.max(newest, slice);
  }

  private static int slot(long slice) {
    return Math.floorMod(slice, RING);
  }
}
