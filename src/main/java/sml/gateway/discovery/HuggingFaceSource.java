package sml.gateway.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.updates.ProviderRegistrar.DiscoveredProvider;
import sml.gateway.catalog.updates.ProviderRegistrar.Resale;

/**
 * The inference providers of Hugging Face: those that serve at least one model live. They are in
 * the model list of its router ({@code providers} of each model) and in that of the Hub ({@code
 * inferenceProviderMapping}); a plain list of providers is read as well.
 */
@Component
@Order(2)
final class HuggingFaceSource extends ListSource {
  private static final String ROOT = "https://router.huggingface.co/v1";

  HuggingFaceSource(PublicPages publicPages, ObjectMapper json, DiscoverySettings settings) {
    super(publicPages, json, settings.huggingfaceUrl());
  }

  @Override
  public String name() {
    return "huggingface";
  }

  @Override
  JsonNode list(JsonNode answer) throws IOException {
    return SourceEntries.list(answer, "data", "providers", "models");
  }

  @Override
  Contents read(JsonNode list) {
    Set<String> live = new LinkedHashSet<>();
    list.forEach(entry -> collect(entry, live));
    return new Contents(live.size(), live.stream().map(slug -> new Listed(slug, slug)).toList());
  }

  private static void collect(JsonNode entry, Set<String> live) {
    JsonNode served = entry.path("providers");
    JsonNode mapped = entry.path("inferenceProviderMapping");
    if (served.isArray()) {
      served.forEach(one -> add(SourceEntries.text(one, "provider", "name"), one, live));
    } else if (mapped.isArray()) {
      mapped.forEach(one -> add(SourceEntries.text(one, "provider", "name"), one, live));
    } else if (mapped.isObject()) {
      for (Map.Entry<String, JsonNode> one : mapped.properties()) {
        add(one.getKey(), one.getValue(), live);
      }
    } else if (!entry.path("id").asText("").contains("/")) {
      add(SourceEntries.text(entry, "slug", "provider", "id", "name"), entry, live);
    }
  }

  /** A provider that serves a model in trial only is not one that can be used. */
  private static void add(String slug, JsonNode entry, Set<String> live) {
    String status = entry.path("status").asText("live").strip();
    if (!slug.isEmpty() && (status.isEmpty() || status.equalsIgnoreCase("live"))) {
      live.add(slug);
    }
  }

  @Override
  DiscoveredProvider newcomer(String row, Listed listed) {
    return new DiscoveredProvider(
        row,
        SourceEntries.shown(listed.label()),
        name(),
        ROOT,
        null,
        ROOT + "/models",
        "huggingface",
        "https://huggingface.co/models?inference_provider=" + row,
        "Found behind Hugging Face, whose token it uses and whose monthly credit it draws on.",
        "",
        new Resale("huggingface", listed.slug()));
  }
}
