package sml.gateway.routing;

import java.time.Clock;
import org.springframework.stereotype.Component;

/** Counts the requests of the last minute, second by second. */
@Component
final class RequestRate {
  private static final int SECONDS = 60;

  private final Clock clock;
  private final int[] counts = new int[SECONDS];
  private final long[] seconds = new long[SECONDS];

  RequestRate(Clock clock) {
    this.clock = clock;
  }

  /** Counts one request; returns how many came within the last minute, this one included. */
  synchronized int count() {
    long second = clock.millis() / 1000;
    int slot = (int) (second % SECONDS);
    if (seconds[slot] != second) {
      seconds[slot] = second;
      counts[slot] = 0;
    }
    counts[slot]++;
    int sum = 0;
    for (int i = 0; i < SECONDS; i++) {
      sum += second - seconds[i] < SECONDS ? counts[i] : 0;
    }
    return sum;
  }
}
