package sml.gateway.catalog.models;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.providers.KeyCheck.KeyStatus;
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
   * @param keyRefused the key is the reason why it is not ok
   */
  public record Result(
      boolean ok,
      int models,
      @Nullable String warning,
      @Nullable String error,
      boolean keyRefused) {
    static Result fine(int models, @Nullable String warning) {
      return new Result(true, models, warning, null, false);
    }

    static Result failed(String error, boolean keyRefused) {
      return new Result(false, 0, null, error, keyRefused);
    }
  }

  /**
   * Tries all of them, or none where there is none; what is wrong with the first bad one counts.
   */
  public Result test(ProviderRow providerRow, List<String> secrets) {
    List<String> tried = secrets.isEmpty() ? List.of("") : secrets;
    return tried.stream()
        .map(secret -> test(providerRow, secret))
        .reduce((first, second) -> first.ok() ? second : first)
        .orElseThrow();
  }

  private Result test(ProviderRow providerRow, String secret) {
    var waits = urlPlaceholders.missing(providerRow);
    if (waits.isPresent()) {
      return Result.failed("set " + waits.get() + " first", false);
    }
    KeyVerifier.Proof proof = prover.prove(providerRow, secret);
    ModelListResponse answer = proof.answer();
    if (answer.ok()) {
      return Result.fine(proof.models(), null);
    }
    // A 404 or 400 about the model, or a 429, came after the key was looked at.
    if (proof.looked()) {
      return Result.fine(proof.models(), answer.explain(secret));
    }
    return answer.outage() && answer.status() != 0
        ? Result.fine(0, answer.explain(secret))
        : Result.failed(answer.explain(secret), proof.verdict() == KeyStatus.REFUSED);
  }
}
