package sml.gateway.modelhealth.quotas;

import org.jspecify.annotations.Nullable;

/**
 * A quota that does not allow a request.
 *
 * @param waitMs milliseconds until it may, null when this request never fits
 * @param learned no provider said so, we only conclude it from its refusals
 */
public record QuotaExhausted(String reason, @Nullable Long waitMs, boolean learned) {

  static QuotaExhausted of(QuotaWindow window, long needed, long left, long now) {
    if (window.quota.tokens && window.tooLargeEver(needed)) {
      return new QuotaExhausted(
          "needs about %d tokens, its limit is %d %s"
              .formatted(needed, window.limit(), window.quota.words),
          null,
          false);
    }
    return new QuotaExhausted(
        "rate window full: %d %s left, %d needed".formatted(left, window.quota.words, needed),
        window.waitMs(needed, now),
        false);
  }
}
