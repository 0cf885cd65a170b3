package sml.gateway.discovery.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sml.gateway.catalog.growth.Lookup.Page;
import sml.gateway.catalog.growth.Newcomers.Newcomer;
import sml.gateway.catalog.growth.Newcomers.Resale;

/**
 * The inference providers of Hugging Face: those that serve at least one model live. They are in
 * the model list of its router ({@code providers} of each model) and in that of the Hub ({@code
 * inferenceProviderMapping}); a plain list of providers is read as well.
 */
public final class HuggingFaceSource implements Source {
  private static final String ROOT = "https://router.huggingface.co/v1";

  private final Pages pages;
  private final ObjectMapper json;
  private final String url;

  public HuggingFaceSource(Pages pages, ObjectMapper json, String url) {
    this.pages = pages;
    this.json = json;
    this.url = url;
  }

  @Override
  public String name() {
    return "huggingface";
  }

  @Override
  public Findings look(Door door) {
    Page page = pages.get(url);
    if (!page.ok()) {
      return Findings.failed(Entries.problem(page));
    }
    try {
      JsonNode list = Entries.list(json.readTree(page.body()), "data", "providers", "models");
      Set<String> live = new LinkedHashSet<>();
      list.forEach(entry -> collect(entry, live));
      List<Newcomer> found = new ArrayList<>();
      List<Refused> refused = new ArrayList<>();
      live.forEach(slug -> read(slug, found, refused));
      return new Findings(live.size(), found, refused, null);
    } catch (IOException e) {
      return Findings.failed("its answer is no list of models or providers");
    }
  }

  private static void collect(JsonNode entry, Set<String> live) {
    JsonNode served = entry.path("providers");
    JsonNode mapped = entry.path("inferenceProviderMapping");
    if (served.isArray()) {
      served.forEach(one -> add(Entries.text(one, "provider", "name"), one, live));
    } else if (mapped.isArray()) {
      mapped.forEach(one -> add(Entries.text(one, "provider", "name"), one, live));
    } else if (mapped.isObject()) {
      for (Map.Entry<String, JsonNode> one : mapped.properties()) {
        add(one.getKey(), one.getValue(), live);
      }
    } else if (!entry.path("id").asText("").contains("/")) {
      add(Entries.text(entry, "slug", "provider", "id", "name"), entry, live);
    }
  }

  /** A provider that serves a model in trial only is not one that can be used. */
  private static void add(String slug, JsonNode entry, Set<String> live) {
    String status = entry.path("status").asText("live").strip();
    if (!slug.isEmpty() && (status.isEmpty() || status.equalsIgnoreCase("live"))) {
      live.add(slug);
    }
  }

  private void read(String slug, List<Newcomer> found, List<Refused> refused) {
    String row = Names.row(slug);
    if (row.isEmpty()) {
      refused.add(new Refused(Entries.shown(slug), "its name cannot be one of the catalogue"));
      return;
    }
    found.add(
        new Newcomer(
            row,
            Entries.shown(slug),
            name(),
            ROOT,
            null,
            ROOT + "/models",
            "huggingface",
            "https://huggingface.co/models?inference_provider=" + row,
            "Found behind Hugging Face, whose token it uses and whose monthly credit it draws on.",
            "",
            new Resale("huggingface", slug.strip())));
  }
}
