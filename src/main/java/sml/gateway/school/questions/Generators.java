package sml.gateway.school.questions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import sml.gateway.school.generators.CodeTask;
import sml.gateway.school.generators.Contacts;
import sml.gateway.school.generators.Delivery;
import sml.gateway.school.generators.LogicGrid;
import sml.gateway.school.generators.Market;
import sml.gateway.school.generators.Markup;
import sml.gateway.school.generators.OpeningHours;
import sml.gateway.school.generators.PriceLines;
import sml.gateway.school.generators.Receipt;
import sml.gateway.school.generators.RunnersPuzzle;
import sml.gateway.school.generators.Sorting;
import sml.gateway.school.generators.ThaiClock;

/** The generators by the names that data files use. */
final class Generators {
  private final Map<String, Generator> byName;

  Generators(WordLists wordLists) {
    byName =
        Map.ofEntries(
            Map.entry("draw", new ValueDraw(wordLists)),
            Map.entry("quiz", new ChoiceQuestion()),
            Map.entry("clock", new ThaiClock()),
            Map.entry("contacts", new Contacts(wordLists)),
            Map.entry("hours", new OpeningHours(wordLists)),
            Map.entry("delivery", new Delivery(wordLists)),
            Map.entry("board", new PriceBoard(wordLists)),
            Map.entry("shapes", new ShapesImage()),
            Map.entry("market", new Market(wordLists)),
            Map.entry("markup", new Markup(wordLists)),
            Map.entry("priceLines", new PriceLines(wordLists)),
            Map.entry("receipt", new Receipt(wordLists)),
            Map.entry("sorting", new Sorting(wordLists)),
            Map.entry("code", new CodeTask()),
            Map.entry("grid", new LogicGrid(wordLists)),
            Map.entry("ranking", new RunnersPuzzle(wordLists)));
  }

  /**
   * The facts that the named generator draws.
   *
   * @param parameters its {@code name} and what else it wants
   */
  ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    Generator generator = byName.get(parameters.path("name").asText());
    if (generator == null) {
      throw new IllegalArgumentException("no generator `" + parameters.path("name") + "`");
    }
    return generator.draw(questionRandom, parameters);
  }
}
