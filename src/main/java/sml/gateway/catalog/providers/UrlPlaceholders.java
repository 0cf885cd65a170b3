package sml.gateway.catalog.providers;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.CatalogSettings;
import sml.gateway.catalog.Provider;

/** Fills the two settings a catalogue URL may hold. */
@Component
public final class UrlPlaceholders {
  private static final String OLLAMA = "${OLLAMA_BASE_URL}";
  private static final String CLOUDFLARE = "${CLOUDFLARE_ACCOUNT_ID}";

  private final String ollama;
  private final String cloudflare;

  public UrlPlaceholders(CatalogSettings settings) {
    this.ollama = settings.ollamaBaseUrl().replaceFirst("/+$", "");
    this.cloudflare = orEmpty(settings.cloudflareAccountId());
  }

  /** The URL with its placeholders filled; one that has no value becomes {@code unset}. */
  public String fill(String url) {
    return url.replace(OLLAMA, ollama)
        .replace(CLOUDFLARE, cloudflare.isEmpty() ? "unset" : cloudflare);
  }

  /** The setting this row waits for, if any. */
  public Optional<String> missing(ProviderRow providerRow) {
    boolean waits = cloudflare.isEmpty() && providerRow.spec().baseUrl().contains(CLOUDFLARE);
    return waits ? Optional.of("CLOUDFLARE_ACCOUNT_ID") : Optional.empty();
  }

  /** The row as all other code sees it. */
  public Provider provider(ProviderRow providerRow) {
    ProviderSpec spec = providerRow.spec();
    return new Provider(
        providerRow.name(),
        spec.label(),
        URI.create(fill(spec.baseUrl())),
        spec.chatUrl() == null ? null : URI.create(fill(spec.chatUrl())),
        spec.auth().auth(),
        spec.dialect(),
        spec.headers(),
        spec.local(),
        providerRow.on(),
        providerRow.guarded(),
        providerRow.resale() == null ? null : providerRow.resale().as(),
        providerRow.resale() == null ? null : providerRow.resale().reseller(),
        spec.quotaOwner(),
        spec.accessOfRow(),
        providerRow.useCredit(),
        spec.quotas(),
        providerRow.limits());
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value.trim();
  }
}
