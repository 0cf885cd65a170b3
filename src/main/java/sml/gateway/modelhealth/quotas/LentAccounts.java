package sml.gateway.modelhealth.quotas;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sml.gateway.modelhealth.quotas.known.DocumentedQuotas;

/**
 * The accounts that several rows of the catalogue use. Such rows share the limits of their account,
 * unless these are known to be of each model.
 */
final class LentAccounts {
  private final QuotaAccounts accounts;
  private final DocumentedQuotas hints;
  private final Set<String> lent = ConcurrentHashMap.newKeySet();

  LentAccounts(QuotaAccounts accounts, DocumentedQuotas hints) {
    this.accounts = accounts;
    this.hints = hints;
  }

  /** The provider whose account a request to this one uses. */
  String owner(String provider) {
    String owner = accounts.owner(provider);
    if (!owner.equals(provider)) {
      lent.add(owner);
    }
    return owner;
  }

  /** Whether a limit that is reported to any row of this account counts for all of them. */
  boolean sharesLimits(String owner) {
    return hints.countsPerAccount(owner) || (lent.contains(owner) && !hints.countsPerModel(owner));
  }
}
