package sml.gateway.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.updates.ProviderRegistrar.DiscoveredProvider;
import sml.gateway.catalog.updates.ProviderRegistrar.Resale;

/** The providers behind OpenRouter, as {@code GET /api/v1/providers} lists them. */
@Component
@Order(1)
final class OpenRouterSource extends ListSource {
  private static final String ROOT = "https://openrouter.ai/api/v1";

  OpenRouterSource(PublicPages publicPages, ObjectMapper json, DiscoverySettings settings) {
    super(publicPages, json, settings.openrouterUrl());
  }

  @Override
  public String name() {
    return "openrouter";
  }

  @Override
  JsonNode list(JsonNode answer) throws IOException {
    return SourceEntries.list(answer, "data", "providers");
  }

  @Override
  Contents read(JsonNode list) {
    List<Listed> providers = new ArrayList<>();
    for (JsonNode entry : list) {
      String slug = SourceEntries.text(entry, "slug", "id", "name");
      if (!slug.isEmpty() && !SourceEntries.removed(entry)) {
        providers.add(new Listed(slug, SourceEntries.text(entry, "name", "slug", "id")));
      }
    }
    return new Contents(list.size(), providers);
  }

  @Override
  DiscoveredProvider newcomer(String row, Listed listed) {
    String parameter = URLEncoder.encode(listed.slug(), StandardCharsets.UTF_8);
    return new DiscoveredProvider(
        row,
        SourceEntries.shown(listed.label()),
        name(),
        ROOT,
        ROOT + "/chat/completions?provider=" + parameter,
        ROOT + "/models",
        "openrouter",
        "https://openrouter.ai/provider/" + parameter.replace("+", "%20"),
        "Found behind OpenRouter, whose key it uses; only its free models are asked.",
        "",
        new Resale("openrouter", listed.slug()));
  }
}
