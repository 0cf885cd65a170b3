package sml.gateway.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sml.gateway.catalog.updates.PageClient.Page;
import sml.gateway.catalog.updates.ProviderRegistrar.DiscoveredProvider;

/** A source that is one list at one address, of providers that are reached behind it. */
abstract sealed class ListSource implements ProviderSource
    permits HuggingFaceSource, OpenRouterSource {
  private final PublicPages publicPages;
  private final ObjectMapper json;
  private final String url;

  ListSource(PublicPages publicPages, ObjectMapper json, String url) {
    this.publicPages = publicPages;
    this.json = json;
    this.url = url;
  }

  /**
   * A provider as the list names it.
   *
   * @param label its name for people; its slug where the list has none
   */
  record Listed(String slug, String label) {}

  /**
   * What a list holds.
   *
   * @param entries how many were looked at
   */
  record Contents(int entries, List<Listed> providers) {}

  /** The list in an answer. */
  abstract JsonNode list(JsonNode answer) throws IOException;

  /** The providers in the list that can be used. */
  abstract Contents read(JsonNode list);

  /** A provider as a newcomer with this name of its row. */
  abstract DiscoveredProvider newcomer(String row, Listed listed);

  @Override
  public Findings look(NameFilter nameFilter) {
    Page page = publicPages.get(url);
    if (!page.ok()) {
      return Findings.failed(SourceEntries.problem(page));
    }
    Contents contents;
    try {
      contents = read(list(json.readTree(page.body())));
    } catch (IOException e) {
      return Findings.failed("its answer is no list of providers or models");
    }
    List<DiscoveredProvider> found = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    for (Listed listed : contents.providers()) {
      String row = ProviderAliases.row(listed.slug());
      if (row.isEmpty()) {
        refused.add(
            new Refused(
                SourceEntries.shown(listed.slug()), "its name cannot be one of the catalogue"));
      } else {
        found.add(newcomer(row, listed));
      }
    }
    return new Findings(contents.entries(), found, refused, null);
  }
}
