package sml.gateway.school.generators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The generators by the names that data files use. */
public final class Generators {
  private final Map<String, Generator> byName;

  public Generators(Words words) {
    byName =
        Map.ofEntries(
            Map.entry("clock", new ThaiClock()),
            Map.entry("market", new Market(words)),
            Map.entry("sorting", new Sorting(words)));
  }

  /**
   * The facts that the named generator draws.
   *
   * @param parameters its {@code name} and what else it wants
   */
  public ObjectNode draw(Chance chance, JsonNode parameters) {
    Generator generator = byName.get(parameters.path("name").asText());
    if (generator == null) {
      throw new IllegalArgumentException("no generator `" + parameters.path("name") + "`");
    }
    return generator.draw(chance, parameters);
  }
}
