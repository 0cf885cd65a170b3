package sml.gateway.catalog.scan;

import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.providers.Entry;
import sml.gateway.catalog.providers.Placeholders;
import sml.gateway.catalog.providers.ProviderSpec;
import sml.gateway.chat.RawObject;

/** What a provider is asked beside the requests of clients: its models, and what proves a key. */
@Component
final class Inquiry {
  private final Fetcher fetcher;
  private final Placeholders placeholders;

  Inquiry(Fetcher fetcher, Placeholders placeholders) {
    this.fetcher = fetcher;
    this.placeholders = placeholders;
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

  /** The provider's answer to a plain request for another of its addresses. */
  Fetched get(Entry entry, String url, String secret) {
    ProviderSpec spec = entry.spec();
    return fetcher.fetch(
        new Fetcher.Request(
            placeholders.fill(url),
            placeholders.provider(entry).auth(),
            secret,
            spec.headers(),
            null,
            entry.guarded()));
  }

  /** The answer to the smallest chat there is. */
  Fetched chat(Entry entry, String model, String secret) {
    Provider provider = placeholders.provider(entry);
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
}
