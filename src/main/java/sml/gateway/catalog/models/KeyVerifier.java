package sml.gateway.catalog.models;

import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.providers.KeyCheck;
import sml.gateway.catalog.providers.ProviderRow;
import sml.gateway.catalog.providers.ProviderSpec;
import sml.gateway.catalog.providers.ProviderStore;

/**
 * Has a provider prove a key in the way its row of the catalogue says. A model list that answers
 * without a key proves nothing of one.
 */
@Component
final class KeyVerifier implements KeyCheck {
  private final ProviderStore entries;
  private final ModelListRequest listRequest;
  private final ModelListReader list;

  KeyVerifier(ProviderStore entries, ModelListRequest listRequest, ModelListReader list) {
    this.entries = entries;
    this.listRequest = listRequest;
    this.list = list;
  }

  /**
   * What came of a proof.
   *
   * @param answer the provider's answer that decides
   * @param byChat a chat was asked, so that an error may be about the model
   * @param models how many models are known
   */
  record Proof(ModelListResponse answer, boolean byChat, int models) {
    KeyStatus verdict() {
      if (answer.ok()) {
        return KeyStatus.ACCEPTED;
      }
      boolean rejected = byChat ? answer.rejectsKey() : answer.refused();
      return rejected ? KeyStatus.REFUSED : KeyStatus.UNKNOWN;
    }

    /** True when the key was looked at before something else went wrong. */
    boolean looked() {
      return byChat
          && verdict() == KeyStatus.UNKNOWN
          && answer.status() >= 400
          && answer.status() < 500;
    }
  }

  @Override
  public KeyStatus check(String provider, String secret) {
    return entries
        .find(provider)
        .map(providerRow -> prove(providerRow, secret).verdict())
        .orElse(KeyStatus.UNKNOWN);
  }

  Proof prove(ProviderRow providerRow, String secret) {
    ProviderSpec spec = providerRow.spec();
    List<ScannedModel> named = list.read(spec.models());
    if (ModelListRequest.listless(providerRow)) {
      return chat(providerRow, named, secret, named.size());
    }
    ModelListResponse listed =
        listRequest.models(providerRow, listRequest.listUrl(providerRow), secret);
    List<ScannedModel> models = listed.ok() ? models(providerRow, listed) : named;
    if (!listed.ok() || spec.keyProof().equals("list")) {
      return new Proof(listed, false, models.size());
    }
    if (spec.keyProof().startsWith("http")) {
      ModelListResponse proof = listRequest.get(providerRow, spec.keyProof(), secret);
      return new Proof(proof, false, models.size());
    }
    if (spec.keyProof().equals("chat") || (!secret.isEmpty() && isPublic(providerRow))) {
      return chat(providerRow, named.isEmpty() ? models : named, secret, models.size());
    }
    return new Proof(listed, false, models.size());
  }

  private boolean isPublic(ProviderRow providerRow) {
    return listRequest.models(providerRow, listRequest.listUrl(providerRow), "").ok();
  }

  private Proof chat(ProviderRow providerRow, List<ScannedModel> models, String secret, int known) {
    String model =
        models.stream().filter(ScannedModel::chat).findFirst().map(ScannedModel::id).orElse("");
    return new Proof(listRequest.chat(providerRow, model, secret), true, known);
  }

  private List<ScannedModel> models(ProviderRow providerRow, ModelListResponse listed) {
    try {
      return list.read(listed.body(), FreeModels.of(providerRow.spec()));
    } catch (IOException noList) {
      return List.of();
    }
  }
}
