package sml.gateway.catalog.models;

import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.providers.ProviderRow;
import sml.gateway.catalog.providers.ProviderSpec;
import sml.gateway.catalog.providers.UrlPlaceholders;
import sml.gateway.json.JsonString;

/** What a provider is asked beside the requests of clients: its models, and what proves a key. */
@Component
final class ModelListRequest {
  private final ModelListClient modelListClient;
  private final UrlPlaceholders urlPlaceholders;

  ModelListRequest(ModelListClient modelListClient, UrlPlaceholders urlPlaceholders) {
    this.modelListClient = modelListClient;
    this.urlPlaceholders = urlPlaceholders;
  }

  /** Where the provider's model list begins. */
  String listUrl(ProviderRow providerRow) {
    ProviderSpec spec = providerRow.spec();
    return urlPlaceholders.fill(
        spec.modelsUrl() == null ? spec.baseUrl() + "/models" : spec.modelsUrl());
  }

  /** The provider's answer to a request for a page of its models. */
  ModelListResponse models(ProviderRow providerRow, String url, String secret) {
    ProviderSpec spec = providerRow.spec();
    return modelListClient.fetch(
        new ModelListClient.Request(
            url, spec.listAuth(), secret, spec.headers(), null, providerRow.guarded()));
  }

  /** True when its models are only known by name: there is no list to ask for. */
  static boolean listless(ProviderRow providerRow) {
    return providerRow.spec().modelsUrl() == null && !providerRow.spec().models().isEmpty();
  }

  /** The provider's answer to a plain request for another of its addresses. */
  ModelListResponse get(ProviderRow providerRow, String url, String secret) {
    ProviderSpec spec = providerRow.spec();
    return modelListClient.fetch(
        new ModelListClient.Request(
            urlPlaceholders.fill(url),
            urlPlaceholders.provider(providerRow).auth(),
            secret,
            spec.headers(),
            null,
            providerRow.guarded()));
  }

  /** The answer to the smallest chat there is. */
  ModelListResponse chat(ProviderRow providerRow, String model, String secret) {
    Provider provider = urlPlaceholders.provider(providerRow);
    String body =
        """
        {"model":%s,"messages":[{"role":"user","content":"hi"}],"max_tokens":1}\
        """
            .formatted(new String(JsonString.quote(model), StandardCharsets.UTF_8));
    return modelListClient.fetch(
        new ModelListClient.Request(
            provider.chatEndpoint().toString(),
            provider.auth(),
            secret,
            providerRow.spec().headers(),
            body.getBytes(StandardCharsets.UTF_8),
            providerRow.guarded()));
  }
}
