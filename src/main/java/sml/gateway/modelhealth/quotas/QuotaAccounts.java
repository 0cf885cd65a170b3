package sml.gateway.modelhealth.quotas;

import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.OperatorLimits;
import sml.gateway.catalog.QuotaCalendar;

/** Who owns a provider's quotas, and how often; by default each its own, with one key. */
public interface QuotaAccounts {
  QuotaAccounts SINGLE = new QuotaAccounts() {};

  /** The provider whose account a request to this one uses. */
  default String owner(String provider) {
    return provider;
  }

  /** How many keys are in rotation there, each with its own quota; at least 1. */
  default int keys(String provider) {
    return 1;
  }

  /**
   * A number that grows with every key the operator adds, and is smaller for a key that was
   * replaced; of the present keys when {@code keyId} is null.
   */
  default long account(String owner, @Nullable Long keyId) {
    return 0;
  }

  /** True for a key that was replaced: refusals of it do not apply to the present one. */
  default boolean isReplaced(String owner, @Nullable Long keyId) {
    return keyId != null && account(owner, keyId) < account(owner, null);
  }

  /** What the operator set as the limits of this provider's keys; the same object until changed. */
  default OperatorLimits limits(String provider) {
    return OperatorLimits.NONE;
  }

  /** When the long quotas of this provider are full again. */
  default QuotaCalendar quotas(String provider) {
    return QuotaCalendar.UTC;
  }
}
