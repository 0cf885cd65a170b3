package sml.gateway.modelhealth.quotas;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.OperatorLimits;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.QuotaCalendar;

/** Whose account a provider uses, by the catalogue. */
@Component
final class CatalogQuotaAccounts implements QuotaAccounts {
  private final ModelRegistry registry;
  private final Keyring keyring;

  CatalogQuotaAccounts(ModelRegistry registry, Keyring keyring) {
    this.registry = registry;
    this.keyring = keyring;
  }

  @Override
  public String owner(String provider) {
    return registry.owner(provider);
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
  public OperatorLimits limits(String provider) {
    return registry.provider(provider).map(Provider::limits).orElse(OperatorLimits.NONE);
  }

  @Override
  public QuotaCalendar quotas(String provider) {
    return registry.provider(provider).map(Provider::quotas).orElse(QuotaCalendar.UTC);
  }
}
