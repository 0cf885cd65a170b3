package sml.gateway.discovery.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sml.gateway.catalog.growth.Newcomers.Newcomer;
import sml.gateway.catalog.growth.Newcomers.Resale;

/** The providers behind OpenRouter, as {@code GET /api/v1/providers} lists them. */
public final class OpenRouterSource extends ListSource {
  private static final String ROOT = "https://openrouter.ai/api/v1";

  public OpenRouterSource(Pages pages, ObjectMapper json, String url) {
    super(pages, json, url);
  }

  @Override
  public String name() {
    return "openrouter";
  }

  @Override
  JsonNode list(JsonNode answer) throws IOException {
    return Entries.list(answer, "data", "providers");
  }

  @Override
  Contents read(JsonNode list) {
    List<Listed> providers = new ArrayList<>();
    for (JsonNode entry : list) {
      String slug = Entries.text(entry, "slug", "id", "name");
      if (!slug.isEmpty() && !Entries.removed(entry)) {
        providers.add(new Listed(slug, Entries.text(entry, "name", "slug", "id")));
      }
    }
    return new Contents(list.size(), providers);
  }

  @Override
  Newcomer newcomer(String row, Listed listed) {
    String parameter = URLEncoder.encode(listed.slug(), StandardCharsets.UTF_8);
    return new Newcomer(
        row,
        Entries.shown(listed.label()),
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
