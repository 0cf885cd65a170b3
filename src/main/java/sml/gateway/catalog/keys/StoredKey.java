package sml.gateway.catalog.keys;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code api_keys} as people may see it.
 *
 * @param hint the key with its middle hidden
 * @param health {@code ok}, {@code invalid}, or {@code unreadable} when it cannot be decrypted
 */
public record StoredKey(
    long id,
    String provider,
    String hint,
    String health,
    @Nullable Instant restingUntil,
    Instant created,
    @Nullable Instant lastUsed) {

  /** It can be sent to its provider. */
  public boolean usable() {
    return health.equals("ok");
  }
}
