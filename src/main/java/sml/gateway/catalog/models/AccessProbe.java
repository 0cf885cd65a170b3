package sml.gateway.catalog.models;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.Keyring.ApiKey;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.observed.ObservedAccess;
import sml.gateway.catalog.providers.ProviderRow;

/**
 * Looks with each scan whether a provider's free tier has ended, and once a day whether it is back.
 */
@Component
final class AccessProbe {
  private final ObservedAccess observed;
  private final ModelListRequest listRequest;
  private final Keyring keyring;
  private final Clock clock;
  private volatile Instant lastAnswer = Instant.MIN;

  AccessProbe(ObservedAccess observed, ModelListRequest listRequest, Keyring keyring, Clock clock) {
    this.observed = observed;
    this.listRequest = listRequest;
    this.keyring = keyring;
    this.clock = clock;
  }

  /** What a list said. */
  void listed(ProviderRow providerRow, ModelListLoader.Result result, String secret) {
    ModelListResponse answer = result.answer();
    heard(providerRow, answer);
    if (answer.status() == 410) {
      observed.listGone(providerRow.name(), answer.explain(secret));
    } else if (result.problem() == null) {
      observed.listed(providerRow.name(), result.listed().size(), result.models().size());
    }
  }

  /** Asks a provider that has no list for anything at all; whatever it answers, it is there. */
  ModelListResponse call(ProviderRow providerRow) {
    String secret = keyring.pick(providerRow.name()).map(ApiKey::secret).orElse("");
    ModelListResponse answer =
        listRequest.get(providerRow, providerRow.spec().baseUrl() + "/models", secret);
    heard(providerRow, answer);
    return answer;
  }

  private void heard(ProviderRow providerRow, ModelListResponse answer) {
    Instant silentSince = providerRow.unreachableSince();
    if (answer.status() != 0) {
      lastAnswer = clock.instant();
      observed.heard(providerRow.name());
    } else if (silentSince != null
        && !answer.forbidden()
        && !providerRow.spec().local()
        // while nothing answers, it is this machine that is off the network
        && lastAnswer.isAfter(silentSince)) {
      observed.silent(providerRow.name(), silentSince, answer.problem());
    }
  }

  /** Asks one of its models the smallest chat, when that is due. */
  void ask(ProviderRow providerRow, @Nullable Model model) {
    String name = providerRow.name();
    if (model == null || !observed.probeDue(name)) {
      return;
    }
    String secret = keyring.pick(name).map(ApiKey::secret).orElse("");
    ModelListResponse answer = listRequest.chat(providerRow, model.ref().model(), secret);
    if (answer.ok()) {
      observed.returned(name, model.ref().model() + " answers again");
    } else {
      observed.refusedAgain(name, answer.explain(secret));
    }
  }
}
