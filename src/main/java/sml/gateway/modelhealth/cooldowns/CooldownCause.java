package sml.gateway.modelhealth.cooldowns;

import org.jspecify.annotations.Nullable;

/**
 * Why a model cools down.
 *
 * @param status its word in {@code health_logs}: {@code error}, {@code rate_limited}, {@code
 *     quota_exhausted} or {@code blacklisted}
 * @param error what the upstream said, shortened
 * @param account the account that was refused, by the number of its keyring; null when the cause is
 *     the model itself
 */
public record CooldownCause(String status, String error, @Nullable Long account) {
  private static final int LONGEST = 300;

  /** A cause that lies in the model or its provider. */
  public CooldownCause(String status, String error) {
    this(status, error, null);
  }

  public CooldownCause {
    error = error.length() > LONGEST ? error.substring(0, LONGEST) : error;
  }
}
