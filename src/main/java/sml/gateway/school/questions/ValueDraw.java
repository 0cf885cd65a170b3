package sml.gateway.school.questions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import sml.gateway.json.RawObject;
import sml.gateway.school.generators.WrittenDates;

/**
 * Draws what the data file itself describes under {@code values}, by name: {@code {between: [least,
 * most, step]}} a number; {@code {one: list}} an item; {@code {some: [count, list]}} different
 * items; {@code {date: [year, year]}} a date, see {@link WrittenDates}. A list stands there itself
 * or is the name of a list of words. Drawn items may hold places for other facts.
 */
final class ValueDraw implements Generator {
  private final WordLists wordLists;

  ValueDraw(WordLists wordLists) {
    this.wordLists = wordLists;
  }

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    ObjectNode facts = Facts.none();
    parameters
        .path("values")
        .properties()
        .forEach(value -> facts.set(value.getKey(), value(questionRandom, value.getValue())));
    return facts;
  }

  private JsonNode value(QuestionRandom questionRandom, JsonNode how) {
    if (how.has("between")) {
      JsonNode range = how.get("between");
      int step = range.path(2).asInt(1);
      int drawn = questionRandom.between(range.get(0).asInt(), range.get(1).asInt(), step);
      return RawObject.EXACT.getNodeFactory().numberNode(drawn);
    }
    if (how.has("one")) {
      return questionRandom.pick(list(how.get("one")));
    }
    if (how.has("some")) {
      ArrayNode some = RawObject.EXACT.createArrayNode();
      questionRandom
          .some(how.get("some").get(0).asInt(), list(how.get("some").get(1)))
          .forEach(some::add);
      return some;
    }
    if (how.has("date")) {
      JsonNode years = how.get("date");
      int year = questionRandom.between(years.get(0).asInt(), years.get(1).asInt());
      return WrittenDates.facts(LocalDate.ofYearDay(year, questionRandom.between(1, 365)));
    }
    throw new IllegalArgumentException("no way to draw " + how);
  }

  private List<JsonNode> list(JsonNode list) {
    if (list instanceof TextNode name) {
      return wordLists.items(name.textValue());
    }
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::add);
    return items;
  }
}
