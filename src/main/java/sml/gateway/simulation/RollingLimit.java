package sml.gateway.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** So many requests in any stretch of time of one length; not safe for several threads. */
public final class RollingLimit {
  private final int requests;
  private final Duration window;
  private final Deque<Instant> taken = new ArrayDeque<>();

  public RollingLimit(int requests, Duration window) {
    this.requests = requests;
    this.window = window;
  }

  /** Counts a request; returns the time until there is room again, or null when it had room. */
  public @Nullable Duration take(Instant now) {
    Instant oldest = taken.peekFirst();
    while (oldest != null && !oldest.plus(window).isAfter(now)) {
      taken.removeFirst();
      oldest = taken.peekFirst();
    }
    if (taken.size() >= requests) {
      return oldest == null ? window : Duration.between(now, oldest.plus(window));
    }
    taken.addLast(now);
    return null;
  }

  /** How many more requests have room. */
  public int left() {
    return Math.max(0, requests - taken.size());
  }
}
