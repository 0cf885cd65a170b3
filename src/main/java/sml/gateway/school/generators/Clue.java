package sml.gateway.school.generators;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A sentence of a puzzle, and whether it is true of an arrangement. */
record Clue<A>(String text, Predicate<A> holds) {

  /** As many of the clues as it takes to leave one arrangement of all, and no more. */
  static <A> List<Clue<A>> needed(List<Clue<A>> clues, List<A> all) {
    List<Clue<A>> kept = new ArrayList<>(clues);
    for (Clue<A> clue : clues) {
      kept.remove(clue);
      if (all.stream().filter(each -> fits(each, kept)).limit(2).count() > 1) {
        kept.add(clue);
      }
    }
    return kept;
  }

  private static <A> boolean fits(A arrangement, List<Clue<A>> clues) {
    return clues.stream().allMatch(clue -> clue.holds.test(arrangement));
  }

  static <A> String lines(List<Clue<A>> clues) {
    return clues.stream().map(clue -> "- " + clue.text).collect(Collectors.joining("\n"));
  }
}
