package sml.gateway.catalog.scan;

import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.keys.KeyCheck.Verdict;
import sml.gateway.catalog.models.ModelList;
import sml.gateway.catalog.models.ScannedModel;
import sml.gateway.catalog.providers.Entry;
import sml.gateway.catalog.providers.ProviderSpec;

/**
 * Has a provider prove a key in the way its row of the catalogue says. A model list that answers
 * without a key proves nothing of one.
 */
@Component
final class KeyProver {
  private final Inquiry inquiry;
  private final ModelList list;

  KeyProver(Inquiry inquiry, ModelList list) {
    this.inquiry = inquiry;
    this.list = list;
  }

  /**
   * What came of a proof.
   *
   * @param answer the provider's answer that decides
   * @param byChat a chat was asked, so that an error may be about the model
   * @param models how many models are known
   */
  record Proof(Fetched answer, boolean byChat, int models) {
    Verdict verdict() {
      if (answer.ok()) {
        return Verdict.ACCEPTED;
      }
      boolean rejected = byChat ? answer.rejectsKey() : answer.refused();
      return rejected ? Verdict.REFUSED : Verdict.UNKNOWN;
    }

    /** True when the key was looked at before something else went wrong. */
    boolean looked() {
      return byChat
          && verdict() == Verdict.UNKNOWN
          && answer.status() >= 400
          && answer.status() < 500;
    }
  }

  Proof prove(Entry entry, String secret) {
    ProviderSpec spec = entry.spec();
    List<ScannedModel> named = list.read(spec.models());
    if (Inquiry.listless(entry)) {
      return chat(entry, named, secret, named.size());
    }
    Fetched listed = inquiry.models(entry, inquiry.listUrl(entry), secret);
    List<ScannedModel> models = listed.ok() ? models(entry, listed) : named;
    if (!listed.ok() || spec.keyProof().equals("list")) {
      return new Proof(listed, false, models.size());
    }
    if (spec.keyProof().startsWith("http")) {
      Fetched proof = inquiry.get(entry, spec.keyProof(), secret);
      return new Proof(proof, false, models.size());
    }
    if (spec.keyProof().equals("chat") || (!secret.isEmpty() && isPublic(entry))) {
      return chat(entry, named.isEmpty() ? models : named, secret, models.size());
    }
    return new Proof(listed, false, models.size());
  }

  private boolean isPublic(Entry entry) {
    return inquiry.models(entry, inquiry.listUrl(entry), "").ok();
  }

  private Proof chat(Entry entry, List<ScannedModel> models, String secret, int known) {
    String model =
        models.stream().filter(ScannedModel::chat).findFirst().map(ScannedModel::id).orElse("");
    return new Proof(inquiry.chat(entry, model, secret), true, known);
  }

  private List<ScannedModel> models(Entry entry, Fetched listed) {
    try {
      return list.read(listed.body(), entry.spec().modelsFilter().equals("free"));
    } catch (IOException noList) {
      return List.of();
    }
  }
}
