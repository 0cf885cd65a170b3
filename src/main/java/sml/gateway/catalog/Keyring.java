package sml.gateway.catalog;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of the providers, decrypted in memory only. */
public interface Keyring {

  /**
   * The next key of a provider, in turn over its healthy keys that are not cooling down and have
   * the most of their quota left; when all are, the one whose cooldown ends first. Empty when there
   * is none. A provider that needs no key and has none gives {@link ApiKey#NONE}.
   */
  Optional<ApiKey> pick(String provider);

  /** True when a usable key of the provider is not cooling down. */
  boolean anyCoolingDown(String provider);

  /** How many keys a provider has in rotation, those that cool down included; at least 1. */
  default int count(String provider) {
    return 1;
  }

  /**
   * Whose account a call uses: a number that grows with every key the provider gets. A call with a
   * key that was replaced meanwhile has a smaller one than the present.
   *
   * @param keyId the key of the call, null for the account of the present keys
   */
  default long account(String provider, @Nullable Long keyId) {
    return 0;
  }

  /**
   * The provider said how much of its scarcest quota a key has left, 0 to 1; that holds for the
   * time. Keys with more left are picked first.
   */
  default void left(long keyId, double share, Duration time) {}

  /** Starts the cooldown of one key, e.g. after a 429 that named no model. */
  void coolDown(long keyId, Duration time);

  /**
   * A request with this key was answered 401 or 403, in these words. The key is checked in the
   * background; if the check fails, or this happens again and again without a success, the key
   * cools down, each time longer, until it is changed or a check succeeds.
   */
  void suspect(long keyId, String said);

  /** A request with this key was answered. */
  default void accepted(long keyId) {}

  /** One key; {@code id} is its row in {@code api_keys}. */
  record ApiKey(long id, String secret) {
    /** Stands for "no key needed". */
    public static final ApiKey NONE = new ApiKey(0, "");

    @Override
    public String toString() {
      return "ApiKey[" + id + "]";
    }
  }
}
