package sml.gateway.learning.limits;

import org.jspecify.annotations.Nullable;

/**
 * A quota that does not allow a request.
 *
 * @param waitMs milliseconds until it may, null when this request never fits
 * @param learned no provider said so, we only conclude it from its refusals
 */
public record Shortage(String reason, @Nullable Long waitMs, boolean learned) {

  static Shortage of(Meter meter, long needed, long left, long now) {
    if (meter.quota.tokens && meter.tooLargeEver(needed)) {
      return new Shortage(
          "needs about %d tokens, its limit is %d %s"
              .formatted(needed, meter.limit(), meter.quota.words),
          null,
          false);
    }
    return new Shortage(
        "rate window full: %d %s left, %d needed".formatted(left, meter.quota.words, needed),
        meter.waitMs(needed, now),
        false);
  }
}
