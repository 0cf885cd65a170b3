package sml.gateway.catalog.scan;

import org.springframework.stereotype.Component;
import sml.gateway.catalog.keys.KeyCheck;
import sml.gateway.catalog.providers.EntryStore;

/** Checks a stored key with its provider. */
@Component
final class KeyProbe implements KeyCheck {
  private final EntryStore entries;
  private final KeyProver prover;

  KeyProbe(EntryStore entries, KeyProver prover) {
    this.entries = entries;
    this.prover = prover;
  }

  @Override
  public Verdict check(String provider, String secret) {
    return entries
        .find(provider)
        .map(entry -> prover.prove(entry, secret).verdict())
        .orElse(Verdict.UNKNOWN);
  }
}
