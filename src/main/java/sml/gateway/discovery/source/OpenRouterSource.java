package sml.gateway.discovery.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sml.gateway.catalog.growth.Lookup.Page;
import sml.gateway.catalog.growth.Newcomers.Newcomer;
import sml.gateway.catalog.growth.Newcomers.Resale;

/** The providers behind OpenRouter, as {@code GET /api/v1/providers} lists them. */
public final class OpenRouterSource implements Source {
  private static final String ROOT = "https://openrouter.ai/api/v1";

  private final Pages pages;
  private final ObjectMapper json;
  private final String url;

  public OpenRouterSource(Pages pages, ObjectMapper json, String url) {
    this.pages = pages;
    this.json = json;
    this.url = url;
  }

  @Override
  public String name() {
    return "openrouter";
  }

  @Override
  public Findings look(Door door) {
    Page page = pages.get(url);
    if (!page.ok()) {
      return Findings.failed(Entries.problem(page));
    }
    try {
      JsonNode entries = Entries.list(json.readTree(page.body()), "data", "providers");
      List<Newcomer> found = new ArrayList<>();
      List<Refused> refused = new ArrayList<>();
      for (JsonNode entry : entries) {
        String slug = Entries.text(entry, "slug", "id", "name");
        if (!slug.isEmpty() && !Entries.removed(entry)) {
          read(slug, entry, found, refused);
        }
      }
      return new Findings(entries.size(), found, refused, null);
    } catch (IOException e) {
      return Findings.failed("its answer is no list of providers");
    }
  }

  private void read(String slug, JsonNode entry, List<Newcomer> found, List<Refused> refused) {
    String row = Names.row(slug);
    if (row.isEmpty()) {
      refused.add(new Refused(Entries.shown(slug), "its name cannot be one of the catalogue"));
      return;
    }
    String as = slug.strip();
    String parameter = URLEncoder.encode(as, StandardCharsets.UTF_8);
    String label = Entries.text(entry, "name", "slug");
    found.add(
        new Newcomer(
            row,
            Entries.shown(label),
            name(),
            ROOT,
            ROOT + "/chat/completions?provider=" + parameter,
            ROOT + "/models",
            "openrouter",
            "https://openrouter.ai/provider/" + parameter.replace("+", "%20"),
            "Found behind OpenRouter, whose key it uses; only its free models are asked.",
            "",
            new Resale("openrouter", as)));
  }
}
