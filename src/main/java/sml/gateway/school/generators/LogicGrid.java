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
 * Four people, each with a day and a dish of its own, and clues that leave one solution. Facts:
 * {@code people}, {@code days}, {@code dishes} as given, {@code clues} as lines, {@code who} is
 * asked about, {@code day} and {@code dish} of that person, {@code otherDish} of another person.
 */
public final class LogicGrid implements Generator {
  private static final int SIZE = 4;
  private static final List<List<Integer>> ORDERS = Permutations.of(SIZE);
  private static final List<String> DAYS = List.of("Monday", "Tuesday", "Wednesday", "Thursday");

  private final WordLists wordLists;

  /**
   * Who does what.
   *
   * @param day of each person
   * @param dish of each person
   */
  private record World(List<Integer> day, List<Integer> dish) {
    /** The day on which a dish is made. */
    int dayOf(int made) {
      return day.get(dish.indexOf(made));
    }
  }

  private static final List<World> WORLDS =
      ORDERS.stream().flatMap(day -> ORDERS.stream().map(dish -> new World(day, dish))).toList();

  public LogicGrid(WordLists wordLists) {
    this.wordLists = wordLists;
  }

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    List<String> people = questionRandom.some(SIZE, wordLists.texts("englishNames"));
    List<String> dishes = questionRandom.some(SIZE, wordLists.texts("dishes"));
    World truth = questionRandom.pick(WORLDS);
    List<Clue<World>> clues =
        Clue.needed(questionRandom.shuffled(truths(people, dishes, truth)), WORLDS);
    int who = questionRandom.between(0, SIZE - 1);
    return Facts.none()
        .put("people", String.join(", ", people))
        .put("dishes", String.join(", ", dishes))
        .put("days", String.join(", ", DAYS))
        .put("clues", Clue.lines(clues))
        .put("who", people.get(who))
        .put("day", DAYS.get(truth.day.get(who)))
        .put("dish", dishes.get(truth.dish.get(who)))
        .put("otherDish", dishes.get(truth.dish.get((who + 1) % SIZE)));
  }

  private static List<Clue<World>> truths(List<String> people, List<String> dishes, World truth) {
    List<Clue<World>> clues = new ArrayList<>();
    for (int a = 0; a < SIZE; a++) {
      for (int b = 0; b < SIZE; b++) {
        clues.add(notThatDay(people, a, b));
        clues.add(notThatDish(people, dishes, a, b));
        if (a != b) {
          clues.add(earlier(people, a, b));
          clues.add(dishBeforeDish(dishes, a, b));
          clues.add(personBeforeDish(people, dishes, a, b));
          clues.add(dishOnDay(dishes, a, b));
        }
      }
    }
    return clues.stream().filter(clue -> clue.holds().test(truth)).toList();
  }

  private static Clue<World> notThatDay(List<String> people, int person, int day) {
    return new Clue<>(
        people.get(person) + " does not cook on " + DAYS.get(day) + ".",
        world -> world.day.get(person) != day);
  }

  private static Clue<World> notThatDish(
      List<String> people, List<String> dishes, int person, int dish) {
    return new Clue<>(
        people.get(person) + " does not make " + dishes.get(dish) + ".",
        world -> world.dish.get(person) != dish);
  }

  private static Clue<World> earlier(List<String> people, int a, int b) {
    return new Clue<>(
        people.get(a) + " cooks on an earlier day than " + people.get(b) + ".",
        world -> world.day.get(a) < world.day.get(b));
  }

  private static Clue<World> dishBeforeDish(List<String> dishes, int a, int b) {
    return new Clue<>(
        "The day after somebody makes " + dishes.get(a) + ", somebody makes " + dishes.get(b) + ".",
        world -> world.dayOf(a) + 1 == world.dayOf(b));
  }

  private static Clue<World> personBeforeDish(
      List<String> people, List<String> dishes, int a, int b) {
    return new Clue<>(
        people.get(a) + " cooks on the day before somebody makes " + dishes.get(b) + ".",
        world -> world.day.get(a) + 1 == world.dayOf(b));
  }

  private static Clue<World> dishOnDay(List<String> dishes, int dish, int day) {
    return new Clue<>(
        "Nobody makes " + dishes.get(dish) + " on " + DAYS.get(day) + ".",
        world -> world.dayOf(dish) != day);
  }
}
