package sml.gateway.modelhealth.quotas.readings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said about one quota.
 *
 * @param limit how much there is in all, null when not said
 * @param remaining how much is left, null when not said
 * @param resetMs milliseconds until it is full again, null when not said
 * @param source where and when it was said
 */
public record QuotaReading(
    Quota quota,
    @Nullable Long limit,
    @Nullable Long remaining,
    @Nullable Long resetMs,
    QuotaSource source) {
  private static final long MINUTE_MS = 60_000;

  /** The share that is left, 1 while it is not known. */
  public double share() {
    return limit == null || remaining == null || limit <= 0
        ? 1
        : Math.clamp((double) remaining / limit, 0, 1);
  }

  /** How long it holds at most. */
  public Duration holds() {
    return Duration.ofMillis(resetMs == null ? MINUTE_MS : Math.max(0, resetMs));
  }
}
