package sml.gateway.school.generators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import sml.gateway.school.questions.Facts;
import sml.gateway.school.questions.Generator;
import sml.gateway.school.questions.QuestionRandom;
import sml.gateway.school.questions.WordLists;

/**
 * A price went up, then down, and the first price is asked for; all amounts are whole. Facts:
 * {@code thing}, {@code up} and {@code down} in percent, {@code last} price, {@code first} price,
 * and {@code netted}, what comes out for who adds the two percentages.
 */
public final class Markup implements Generator {
  private static final List<Integer> UPS = List.of(20, 25, 40, 50);
  private static final List<Integer> DOWNS = List.of(10, 20, 30, 40);

  private final WordLists wordLists;

  public Markup(WordLists wordLists) {
    this.wordLists = wordLists;
  }

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    int up = questionRandom.pick(UPS);
    int down = questionRandom.pick(DOWNS);
    int first = questionRandom.between(200, 1800, 200);
    int last = first * (100 + up) / 100 * (100 - down) / 100;
    int net = up == down ? 5 : up - down;
    return Facts.none()
        .put("thing", questionRandom.pick(wordLists.texts("things")))
        .put("up", up)
        .put("down", down)
        .put("last", last)
        .put("first", first)
        .put("netted", last * 100 / (100 + net));
  }
}
