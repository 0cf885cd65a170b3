package sml.gateway.cache;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long all look-ups of one request may wait together: for Valkey, for an answer that is about
 * to be remembered, for a vector and for its nearest. What one of them uses up the next one lacks.
 */
public final class LookupBudget {
  private final Clock clock;
  private final Duration most;
  private final Instant over;

  /** Begins now. */
  public LookupBudget(Duration most, Clock clock) {
    this.clock = clock;
    this.most = most;
    this.over = clock.instant().plus(most);
  }

  /** What is left of it, never negative; a clock that was set back adds nothing. */
  public Duration left() {
    Duration left = Duration.between(clock.instant(), over);
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    return left.compareTo(most) > 0 ? most : left;
  }
}
