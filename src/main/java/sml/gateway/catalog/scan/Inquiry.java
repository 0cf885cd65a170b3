package sml.gateway.catalog.scan;

import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.models.ModelList;
import sml.gateway.catalog.models.ScannedModel;
import sml.gateway.catalog.providers.Entry;
import sml.gateway.catalog.providers.Placeholders;
import sml.gateway.catalog.providers.ProviderSpec;
import sml.gateway.chat.RawObject;

/** The two questions a provider is asked: which models it has, and whether it accepts a key. */
@Component
final class Inquiry {
  private final Fetcher fetcher;
  private final Placeholders placeholders;
  private final ModelList list;

  Inquiry(Fetcher fetcher, Placeholders placeholders, ModelList list) {
    this.fetcher = fetcher;
    this.placeholders = placeholders;
    this.list = list;
  }

  /** Where the provider's model list begins. */
  String listUrl(Entry entry) {
    ProviderSpec spec = entry.spec();
    return placeholders.fill(
        spec.modelsUrl() == null ? spec.baseUrl() + "/models" : spec.modelsUrl());
  }

  /** The provider's answer to a request for a page of its models. */
  Fetched models(Entry entry, String url, String secret) {
    ProviderSpec spec = entry.spec();
    return fetcher.fetch(
        new Fetcher.Request(url, spec.listAuth(), secret, spec.headers(), null, entry.guarded()));
  }

  /** True when its models are only known by name: there is no list to ask for. */
  static boolean listless(Entry entry) {
    return entry.spec().modelsUrl() == null && !entry.spec().models().isEmpty();
  }

  /** The answer to the smallest chat there is, sent to the first model known by name. */
  Fetched chat(Entry entry, String secret) {
    Provider provider = placeholders.provider(entry);
    String model =
        list.read(entry.spec().models()).stream().findFirst().map(ScannedModel::id).orElse("");
    String body =
        """
        {"model":%s,"messages":[{"role":"user","content":"hi"}],"max_tokens":1}\
        """
            .formatted(new String(RawObject.quote(model), StandardCharsets.UTF_8));
    return fetcher.fetch(
        new Fetcher.Request(
            provider.chatEndpoint().toString(),
            provider.auth(),
            secret,
            entry.spec().headers(),
            body.getBytes(StandardCharsets.UTF_8),
            entry.guarded()));
  }

  /** Whatever this provider has to check a key with. */
  Fetched proof(Entry entry, String secret) {
    return listless(entry) ? chat(entry, secret) : models(entry, listUrl(entry), secret);
  }
}
