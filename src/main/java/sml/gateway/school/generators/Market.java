package sml.gateway.school.generators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import sml.gateway.school.questions.Facts;
import sml.gateway.school.questions.Generator;
import sml.gateway.school.questions.QuestionRandom;
import sml.gateway.school.questions.WordLists;

/**
 * A person buys three kinds of goods, gets some baht off and pays with one note. Facts: {@code
 * buyer}, {@code goods} (name, unit, count, price each), {@code off}, {@code total} after it,
 * {@code paid}, {@code change}, and {@code forgotten}, the change for who forgets what was taken
 * off.
 */
public final class Market implements Generator {
  private static final List<Integer> NOTES = List.of(500, 1000);

  private final WordLists wordLists;

  public Market(WordLists wordLists) {
    this.wordLists = wordLists;
  }

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    ObjectNode facts = Facts.none().put("buyer", questionRandom.pick(wordLists.texts("thaiNames")));
    var goods = facts.putArray("goods");
    int sum = 0;
    for (JsonNode good : questionRandom.some(3, wordLists.items("thaiGoods"))) {
      int count = questionRandom.between(2, 5);
      int price = questionRandom.between(12, 39);
      goods
          .addObject()
          .put("name", good.path("name").asText())
          .put("unit", good.path("unit").asText())
          .put("count", count)
          .put("price", price);
      sum += count * price;
    }
    int off = questionRandom.between(5, 25);
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
