package sml.gateway.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.updates.PageClient.Page;
import sml.gateway.catalog.updates.ProviderRegistrar.DiscoveredProvider;
import sml.gateway.jobs.ParallelRunner;

/**
 * Providers that may exist: names with the URL patterns of usual API addresses. An address that
 * answers as an OpenAI-compatible API does is one: with a list of models, or by asking for a key in
 * JSON.
 */
@Component
@Order(3)
final class PatternSource implements ProviderSource {
  private final PublicPages publicPages;
  private final ObjectMapper json;

  /**
   * JSON: {@code patterns}, URLs with <code>{name}</code>, and {@code candidates} with {@code name}
   * and perhaps {@code base_url}, {@code models_url}, {@code probe_url} (asked instead of the list
   * of models), {@code label}, {@code homepage}, {@code notes}, {@code key_header}, {@code
   * dialect}.
   */
  private final Resource candidates;

  private final int atATime;

  PatternSource(PublicPages publicPages, ObjectMapper json, DiscoverySettings settings) {
    this.publicPages = publicPages;
    this.json = json;
    this.candidates = settings.candidates();
    this.atATime = settings.probeParallel();
  }

  @Override
  public String name() {
    return "pattern";
  }

  @Override
  public Findings look(NameFilter nameFilter) {
    List<JsonNode> entries = new ArrayList<>();
    List<String> patterns = new ArrayList<>();
    try (var in = candidates.getInputStream()) {
      JsonNode root = json.readTree(in);
      SourceEntries.list(root, "candidates").forEach(entries::add);
      root.path("patterns").forEach(pattern -> patterns.add(pattern.asText()));
    } catch (IOException e) {
      return Findings.failed("the list of candidates cannot be read: " + e.getMessage());
    }
    List<JsonNode> asked = new ArrayList<>();
    List<DiscoveredProvider> found = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    for (JsonNode entry : entries) {
      String name = SourceEntries.text(entry, "name");
      String reason = nameFilter.refusalOf(name);
      if (reason == null) {
        asked.add(entry);
      } else if (!reason.isEmpty()) {
        refused.add(new Refused(SourceEntries.shown(name), reason));
      }
    }
    Map<String, Probe> probes = new ConcurrentHashMap<>();
    ParallelRunner.each(asked, atATime, entry -> probe(entry, patterns, probes));
    for (JsonNode entry : asked) {
      Probe probe = probes.get(SourceEntries.text(entry, "name"));
      if (probe != null && probe.found() != null) {
        found.add(probe.found());
      } else if (probe != null) {
        refused.addAll(probe.refused());
      }
    }
    return new Findings(entries.size(), found, refused, null);
  }

  private record Probe(@Nullable DiscoveredProvider found, List<Refused> refused) {}

  private void probe(JsonNode entry, List<String> patterns, Map<String, Probe> probes) {
    String name = SourceEntries.text(entry, "name");
    String typed = SourceEntries.text(entry, "base_url");
    List<String> roots =
        entry.isObject() && !typed.isEmpty()
            ? List.of(typed)
            : patterns.stream()
                .map(pattern -> pattern.replace("{name}", ProviderAliases.row(name)))
                .toList();
    List<Refused> refused = new ArrayList<>();
    for (String root : roots) {
      String list = SourceEntries.text(entry.path("models_url"));
      String probe = SourceEntries.text(entry.path("probe_url"));
      String asked = !probe.isEmpty() ? probe : !list.isEmpty() ? list : root + "/models";
      Page page = publicPages.get(asked);
      if (page.refused()) {
        refused.add(new Refused(SourceEntries.shown(name), page.problem()));
      } else if (answersAsAnApi(page)) {
        probes.put(name, new Probe(newcomer(name, root, list, entry), List.of()));
        return;
      }
    }
    probes.put(name, new Probe(null, refused));
  }

  private boolean answersAsAnApi(Page page) {
    if (!page.ok() && page.status() != 401 && page.status() != 403) {
      return false;
    }
    try {
      JsonNode body = json.readTree(page.body());
      return page.ok()
          ? body.isArray() || body.path("data").isArray() || body.path("models").isArray()
          : body.isContainerNode();
    } catch (IOException e) {
      return false;
    }
  }

  private DiscoveredProvider newcomer(String name, String root, String list, JsonNode entry) {
    String label = SourceEntries.text(entry.path("label"));
    String dialect = SourceEntries.text(entry.path("dialect"));
    return new DiscoveredProvider(
        ProviderAliases.row(name),
        label.isEmpty() ? name : label,
        name(),
        root,
        null,
        list.isEmpty() ? null : list,
        dialect.isEmpty() ? "openai" : dialect,
        SourceEntries.text(entry.path("homepage")),
        SourceEntries.text(entry.path("notes")),
        SourceEntries.text(entry.path("key_header")),
        null);
  }
}
