package sml.gateway.school.questions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import sml.gateway.school.generators.Chance;
import sml.gateway.school.generators.Generator;
import sml.gateway.school.generators.Words;
import sml.gateway.school.generators.everyday.Contacts;
import sml.gateway.school.generators.everyday.Delivery;
import sml.gateway.school.generators.everyday.Hours;
import sml.gateway.school.generators.everyday.Market;
import sml.gateway.school.generators.everyday.Markup;
import sml.gateway.school.generators.everyday.PriceLines;
import sml.gateway.school.generators.everyday.Receipt;
import sml.gateway.school.generators.everyday.Sorting;
import sml.gateway.school.generators.everyday.ThaiClock;
import sml.gateway.school.generators.puzzles.CodeTask;
import sml.gateway.school.generators.puzzles.Grid;
import sml.gateway.school.generators.puzzles.Ranking;
import sml.gateway.school.images.Board;
import sml.gateway.school.images.Shapes;

/** The generators by the names that data files use. */
final class Generators {
  private final Map<String, Generator> byName;

  Generators(Words words) {
    byName =
        Map.ofEntries(
            Map.entry("draw", new Draw(words)),
            Map.entry("quiz", new Quiz()),
            Map.entry("clock", new ThaiClock()),
            Map.entry("contacts", new Contacts(words)),
            Map.entry("hours", new Hours(words)),
            Map.entry("delivery", new Delivery(words)),
            Map.entry("board", new Board(words)),
            Map.entry("shapes", new Shapes()),
            Map.entry("market", new Market(words)),
            Map.entry("markup", new Markup(words)),
            Map.entry("priceLines", new PriceLines(words)),
            Map.entry("receipt", new Receipt(words)),
            Map.entry("sorting", new Sorting(words)),
            Map.entry("code", new CodeTask()),
            Map.entry("grid", new Grid(words)),
            Map.entry("ranking", new Ranking(words)));
  }

  /**
   * The facts that the named generator draws.
   *
   * @param parameters its {@code name} and what else it wants
   */
  ObjectNode draw(Chance chance, JsonNode parameters) {
    Generator generator = byName.get(parameters.path("name").asText());
    if (generator == null) {
      throw new IllegalArgumentException("no generator `" + parameters.path("name") + "`");
    }
    return generator.draw(chance, parameters);
  }
}
