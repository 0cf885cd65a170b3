package sml.gateway.school.generators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import sml.gateway.json.RawObject;
import sml.gateway.school.questions.Facts;
import sml.gateway.school.questions.Generator;
import sml.gateway.school.questions.QuestionRandom;

/**
 * One of the data's {@code tasks} to program a function. A task has {@code text}, {@code function},
 * {@code solution}, {@code nearMiss}, {@code inputs} (how each argument is drawn), {@code edges}
 * (cases that are always asked) and {@code numbers} (constants, drawn by name). Facts: all of the
 * text ones, each constant, and {@code cases} for the grader.
 *
 * <p>Inputs: {@code {int: [least, most]}}, {@code {ints: [fewest, most, least, most]}}, {@code
 * {pairs: …}} the same of sorted pairs, {@code {pieces: [fewest, most, [text, …]]}} texts joined.
 */
public final class CodeTask implements Generator {
  private static final int CASES = 10;

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    List<JsonNode> tasks = new ArrayList<>();
    parameters.path("tasks").forEach(tasks::add);
    JsonNode task = questionRandom.pick(tasks);
    ObjectNode facts = Facts.none();
    for (String name : List.of("text", "function", "solution", "nearMiss")) {
      facts.put(name, task.path(name).asText());
    }
    for (var number : task.path("numbers").properties()) {
      JsonNode choices = number.getValue();
      facts.set(number.getKey(), choices.get(questionRandom.between(0, choices.size() - 1)));
    }
    ArrayNode cases = facts.putArray("cases");
    task.path("edges").forEach(cases::add);
    for (int i = 0; i < CASES; i++) {
      ArrayNode arguments = cases.addArray();
      task.path("inputs").forEach(how -> arguments.add(input(questionRandom, how)));
    }
    return facts;
  }

  private static JsonNode input(QuestionRandom questionRandom, JsonNode how) {
    if (how.has("int")) {
      return number(between(questionRandom, how.get("int"), 0));
    }
    if (how.has("ints")) {
      ArrayNode numbers = RawObject.EXACT.createArrayNode();
      repeat(
          questionRandom,
          how.get("ints"),
          () -> numbers.add(between(questionRandom, how.get("ints"), 2)));
      return numbers;
    }
    if (how.has("pairs")) {
      ArrayNode pairs = RawObject.EXACT.createArrayNode();
      repeat(
          questionRandom,
          how.get("pairs"),
          () -> pair(questionRandom, how.get("pairs"), pairs.addArray()));
      return pairs;
    }
    if (how.has("pieces")) {
      var text = new StringBuilder();
      List<JsonNode> pieces = new ArrayList<>();
      how.get("pieces").get(2).forEach(pieces::add);
      repeat(
          questionRandom,
          how.get("pieces"),
          () -> text.append(questionRandom.pick(pieces).asText()));
      return RawObject.EXACT.getNodeFactory().textNode(text.toString());
    }
    throw new IllegalArgumentException("no input " + how);
  }

  private static void pair(QuestionRandom questionRandom, JsonNode range, ArrayNode pair) {
    int one = between(questionRandom, range, 2);
    int two = between(questionRandom, range, 2);
    pair.add(Math.min(one, two)).add(Math.max(one, two) + 1);
  }

  private static void repeat(QuestionRandom questionRandom, JsonNode range, Runnable step) {
    for (int left = between(questionRandom, range, 0); left > 0; left--) {
      step.run();
    }
  }

  private static int between(QuestionRandom questionRandom, JsonNode range, int at) {
    return questionRandom.between(range.get(at).asInt(), range.get(at + 1).asInt());
  }

  private static JsonNode number(int value) {
    return RawObject.EXACT.getNodeFactory().numberNode(value);
  }
}
