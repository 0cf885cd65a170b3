package sml.gateway.modelhealth.cooldowns;

import java.time.Duration;

/**
 * How long a model cools down after its n-th failure in a row: {@code first × 2^(n−1)}, at most
 * {@code longest}.
 *
 * @param quiet a failure after this long without one counts as the first again
 * @param gone how long a model that does not exist any more is excluded
 */
public record Backoff(Duration first, Duration longest, Duration quiet, Duration gone) {
  private static final int MOST_DOUBLINGS = 20;

  long cooldownMs(int streak) {
    long doubled = first.toMillis() << Math.min(streak - 1, MOST_DOUBLINGS);
    return Math.min(doubled, longest.toMillis());
  }
}
