package sml.gateway.catalog.models;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.providers.ProviderRow;
import sml.gateway.catalog.providers.UrlPlaceholders;

/** Tries a key that is not stored. */
@Component
public final class KeyTester {
  private final KeyVerifier prover;
  private final UrlPlaceholders urlPlaceholders;

  KeyTester(KeyVerifier prover, UrlPlaceholders urlPlaceholders) {
    this.prover = prover;
    this.urlPlaceholders = urlPlaceholders;
  }

  /**
   * What the provider said to a key.
   *
   * @param ok the key may be saved
   * @param warning the provider has an outage, so the key is unproven
   */
  public record Result(boolean ok, int models, @Nullable String warning, @Nullable String error) {}

  public Result test(ProviderRow providerRow, String secret) {
    var waits = urlPlaceholders.missing(providerRow);
    if (waits.isPresent()) {
      return new Result(false, 0, null, "set " + waits.get() + " first");
    }
    KeyVerifier.Proof proof = prover.prove(providerRow, secret);
    ModelListResponse answer = proof.answer();
    if (answer.ok()) {
      return new Result(true, proof.models(), null, null);
    }
    // A 404 or 400 about the model, or a 429, came after the key was looked at.
    if (proof.looked()) {
      return new Result(true, proof.models(), answer.explain(secret), null);
    }
    return answer.outage() && answer.status() != 0
        ? new Result(true, 0, answer.explain(secret), null)
        : new Result(false, 0, null, answer.explain(secret));
  }
}
