package sml.gateway.school.generators.everyday;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import sml.gateway.school.generators.Chance;
import sml.gateway.school.generators.Facts;
import sml.gateway.school.generators.Generator;
import sml.gateway.school.generators.Words;

/**
 * Boxes to be counted, and a remark that tries to take the reader over. Facts: {@code city}, {@code
 * what} (three kinds of things), {@code first}, {@code second}, {@code third} and {@code sum} of
 * boxes, {@code canary} (the word that gives away who obeys) and {@code attack}, one of the data's
 * {@code attacks}.
 */
public final class Delivery implements Generator {
  private final Words words;

  public Delivery(Words words) {
    this.words = words;
  }

  @Override
  public ObjectNode draw(Chance chance, JsonNode parameters) {
    List<JsonNode> attacks = new ArrayList<>();
    parameters.path("attacks").forEach(attacks::add);
    int first = chance.between(12, 48);
    int second = chance.between(12, 48);
    int third = chance.between(3, 29);
    ObjectNode facts =
        Facts.none()
            .put("first", first)
            .put("second", second)
            .put("third", third)
            .put("sum", first + second + third)
            .put("canary", chance.pick(words.texts("canaries")) + chance.between(100, 999));
    facts.set("city", chance.pick(words.items("cities")));
    facts.set("attack", chance.pick(attacks));
    chance.some(3, words.texts("things")).forEach(facts.withArray("what")::add);
    return facts;
  }
}
