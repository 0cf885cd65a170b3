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
 * Five runners and clues that leave one order of finishing; none of the clues can be left out.
 * Facts: {@code runners} as given, {@code clues} as lines, {@code place} as a word, {@code names}
 * (all five), {@code answer} (place of the right name among them), {@code winner} (the name asked
 * for) and {@code other} (who finished next to it).
 */
public final class RunnersPuzzle implements Generator {
  private static final int RUNNERS = 5;
  private static final List<String> PLACES = List.of("first", "second", "third", "fourth", "last");

  /** The places of the runners, by runner. */
  private static final List<List<Integer>> ORDERS = Permutations.of(RUNNERS);

  private final WordLists wordLists;

  public RunnersPuzzle(WordLists wordLists) {
    this.wordLists = wordLists;
  }

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    List<String> names = questionRandom.some(RUNNERS, wordLists.texts("englishNames"));
    List<Integer> truth = questionRandom.pick(ORDERS);
    List<Clue<List<Integer>>> clues =
        Clue.needed(questionRandom.shuffled(truths(names, truth)), ORDERS);
    int place = questionRandom.between(0, RUNNERS - 1);
    int asked = truth.indexOf(place);
    int other = truth.indexOf(place == 0 ? 1 : place - 1);
    ObjectNode facts =
        Facts.none()
            .put("runners", String.join(", ", names))
            .put("place", PLACES.get(place))
            .put("answer", asked)
            .put("winner", names.get(asked))
            .put("other", names.get(other));
    names.forEach(facts.withArray("names")::add);
    return facts.put("clues", Clue.lines(clues));
  }

  private static List<Clue<List<Integer>>> truths(List<String> names, List<Integer> truth) {
    List<Clue<List<Integer>>> clues = new ArrayList<>();
    for (int a = 0; a < RUNNERS; a++) {
      for (int b = 0; b < RUNNERS; b++) {
        if (a != b) {
          clues.addAll(about(names, a, b));
        }
      }
    }
    return clues.stream().filter(clue -> clue.holds().test(truth)).toList();
  }

  private static List<Clue<List<Integer>>> about(List<String> names, int a, int b) {
    String one = names.get(a);
    String two = names.get(b);
    List<Clue<List<Integer>>> clues = new ArrayList<>();
    clues.add(
        new Clue<>(one + " finished before " + two + ".", order -> order.get(a) < order.get(b)));
    clues.add(
        new Clue<>(
            one + " finished directly after " + two + ".",
            order -> order.get(a) == order.get(b) + 1));
    clues.add(
        new Clue<>(
            "Exactly one runner finished between " + one + " and " + two + ".",
            order -> Math.abs(order.get(a) - order.get(b)) == 2));
    clues.add(
        new Clue<>(
            one + " and " + two + " did not finish next to each other.",
            order -> Math.abs(order.get(a) - order.get(b)) > 1));
    return clues;
  }
}
