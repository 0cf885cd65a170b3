package sml.gateway.school.generators.everyday;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import sml.gateway.school.generators.Chance;
import sml.gateway.school.generators.Facts;
import sml.gateway.school.generators.Generator;
import sml.gateway.school.generators.Words;

/**
 * Somebody buys three kinds of goods, gets some baht off and pays with one note. Facts: {@code
 * buyer}, {@code goods} (name, unit, count, price each), {@code off}, {@code total} after it,
 * {@code paid}, {@code change}, and {@code forgotten}, the change for who forgets what was taken
 * off.
 */
public final class Market implements Generator {
  private static final List<Integer> NOTES = List.of(500, 1000);

  private final Words words;

  public Market(Words words) {
    this.words = words;
  }

  @Override
  public ObjectNode draw(Chance chance, JsonNode parameters) {
    ObjectNode facts = Facts.none().put("buyer", chance.pick(words.texts("thaiNames")));
    var goods = facts.putArray("goods");
    int sum = 0;
    for (JsonNode good : chance.some(3, words.items("thaiGoods"))) {
      int count = chance.between(2, 5);
      int price = chance.between(12, 39);
      goods
          .addObject()
          .put("name", good.path("name").asText())
          .put("unit", good.path("unit").asText())
          .put("count", count)
          .put("price", price);
      sum += count * price;
    }
    int off = chance.between(5, 25);
    int total = sum - off;
    int paid = sum < NOTES.getFirst() ? NOTES.getFirst() : NOTES.getLast();
    return facts
        .put("off", off)
        .put("total", total)
        .put("paid", paid)
        .put("change", paid - total)
        .put("forgotten", paid - total - off);
  }
}
