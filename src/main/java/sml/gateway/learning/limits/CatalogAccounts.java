package sml.gateway.learning.limits;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.Roster;
import sml.gateway.chat.QuotaCalendar;

/** Whose account a provider uses, by the catalogue. */
@Component
final class CatalogAccounts implements Accounts {
  private final Roster roster;
  private final Keyring keyring;

  CatalogAccounts(Roster roster, Keyring keyring) {
    this.roster = roster;
    this.keyring = keyring;
  }

  @Override
  public String owner(String provider) {
    return roster.provider(provider).map(Provider::owner).orElse(provider);
  }

  @Override
  public int keys(String provider) {
    return keyring.count(provider);
  }

  @Override
  public long account(String owner, @Nullable Long keyId) {
    return keyring.account(owner, keyId);
  }

  @Override
  public QuotaCalendar quotas(String provider) {
    return roster.provider(provider).map(Provider::quotas).orElse(QuotaCalendar.UTC);
  }
}
