package sml.gateway.learning.limits;

import org.jspecify.annotations.Nullable;
import sml.gateway.chat.QuotaCalendar;

/** Who owns a provider's quotas, and how often. */
public interface Accounts {
  /** Every provider is its own, with one key. */
  Accounts SINGLE =
      new Accounts() {
        @Override
        public String owner(String provider) {
          return provider;
        }

        @Override
        public int keys(String provider) {
          return 1;
        }

        @Override
        public QuotaCalendar quotas(String provider) {
          return QuotaCalendar.UTC;
        }
      };

  /** The provider whose account a request to this one uses. */
  String owner(String provider);

  /** How many keys take turns there, each with its own quota; at least 1. */
  int keys(String provider);

  /**
   * A number that grows with every key the operator adds, and is smaller for a key that was
   * replaced; of the present keys when {@code keyId} is null.
   */
  default long account(String owner, @Nullable Long keyId) {
    return 0;
  }

  /** True for a key that was replaced: what is said to it concerns nobody any more. */
  default boolean isReplaced(String owner, @Nullable Long keyId) {
    return keyId != null && account(owner, keyId) < account(owner, null);
  }

  /** When the long quotas of this provider are full again. */
  QuotaCalendar quotas(String provider);
}
