package sml.gateway.catalog.models;

import org.springframework.stereotype.Component;
import sml.gateway.catalog.providers.KeyCheck;
import sml.gateway.catalog.providers.ProviderStore;

/** Checks a stored key with its provider. */
@Component
final class StoredKeyCheck implements KeyCheck {
  private final ProviderStore entries;
  private final KeyVerifier prover;

  StoredKeyCheck(ProviderStore entries, KeyVerifier prover) {
    this.entries = entries;
    this.prover = prover;
  }

  @Override
  public KeyStatus check(String provider, String secret) {
    return entries
        .find(provider)
        .map(providerRow -> prover.prove(providerRow, secret).verdict())
        .orElse(KeyStatus.UNKNOWN);
  }
}
