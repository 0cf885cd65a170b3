package sml.gateway.catalog.providers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code api_keys} as people may see it.
 *
 * @param hint the key with its middle hidden
 * @param health {@code ok}, {@code invalid} when its provider rejects it, or {@code unreadable}
 *     when it cannot be decrypted
 * @param rejection how its provider has rejected it, null when it has not since it last answered
 */
record StoredKey(
    long id,
    String provider,
    String hint,
    String health,
    @Nullable Instant cooldownUntil,
    Instant created,
    @Nullable Instant lastUsed,
    @Nullable KeyRejection rejection) {

  /** Its state in words for people. */
  public String state() {
    return health.equals("invalid") ? "key rejected" : health;
  }

  /** It can be sent to its provider. */
  public boolean usable() {
    return health.equals("ok");
  }
}
