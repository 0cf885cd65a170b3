package sml.gateway.discovery.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sml.gateway.catalog.growth.Lookup.Page;
import sml.gateway.catalog.growth.Newcomers.Newcomer;

/** A source that is one list at one address, of providers that are reached behind it. */
abstract sealed class ListSource implements Source permits HuggingFaceSource, OpenRouterSource {
  private final Pages pages;
  private final ObjectMapper json;
  private final String url;

  ListSource(Pages pages, ObjectMapper json, String url) {
    this.pages = pages;
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
  abstract Newcomer newcomer(String row, Listed listed);

  @Override
  public Findings look(Door door) {
    Page page = pages.get(url);
    if (!page.ok()) {
      return Findings.failed(Entries.problem(page));
    }
    Contents contents;
    try {
      contents = read(list(json.readTree(page.body())));
    } catch (IOException e) {
      return Findings.failed("its answer is no list of providers or models");
    }
    List<Newcomer> found = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    for (Listed listed : contents.providers()) {
      String row = Names.row(listed.slug());
      if (row.isEmpty()) {
        refused.add(
            new Refused(Entries.shown(listed.slug()), "its name cannot be one of the catalogue"));
      } else {
        found.add(newcomer(row, listed));
      }
    }
    return new Findings(contents.entries(), found, refused, null);
  }
}
