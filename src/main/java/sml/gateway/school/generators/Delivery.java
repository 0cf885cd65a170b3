package sml.gateway.school.generators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import sml.gateway.school.questions.Facts;
import sml.gateway.school.questions.Generator;
import sml.gateway.school.questions.QuestionRandom;
import sml.gateway.school.questions.WordLists;

/**
 * Boxes to be counted, and a remark that tries to take the reader over. Facts: {@code city}, {@code
 * what} (three kinds of things), {@code first}, {@code second}, {@code third} and {@code sum} of
 * boxes, {@code canary} (the word that gives away who obeys) and {@code attack}, one of the data's
 * {@code attacks}.
 */
public final class Delivery implements Generator {
  private final WordLists wordLists;

  public Delivery(WordLists wordLists) {
    this.wordLists = wordLists;
  }

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    List<JsonNode> attacks = new ArrayList<>();
    parameters.path("attacks").forEach(attacks::add);
    int first = questionRandom.between(12, 48);
    int second = questionRandom.between(12, 48);
    int third = questionRandom.between(3, 29);
    ObjectNode facts =
        Facts.none()
            .put("first", first)
            .put("second", second)
            .put("third", third)
            .put("sum", first + second + third)
            .put(
                "canary",
                questionRandom.pick(wordLists.texts("canaries"))
                    + questionRandom.between(100, 999));
    facts.set("city", questionRandom.pick(wordLists.items("cities")));
    facts.set("attack", questionRandom.pick(attacks));
    questionRandom.some(3, wordLists.texts("things")).forEach(facts.withArray("what")::add);
    return facts;
  }
}
