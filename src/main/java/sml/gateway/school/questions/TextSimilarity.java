package sml.gateway.school.questions;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import sml.gateway.school.grading.PlainText;
import sml.gateway.school.paper.QuestionPlaceholders;

/**
 * Similarity of two texts by shared sequences of three letters or digits. It needs no spaces
 * between words, which Thai does not have.
 */
final class TextSimilarity {
  private static final int RUN = 3;

  private TextSimilarity() {}

  /** From 0, nothing shared, to 1, all shared; the order of sentences does not matter. */
  static double between(String one, String other) {
    Set<String> runs = runs(one);
    Set<String> others = runs(other);
    int all = runs.size() + others.size();
    return all == 0 ? 1 : 2.0 * shared(runs, others) / all;
  }

  /** The share of {@code part} that stands in {@code whole}, 0 to 1. */
  static double held(String part, String whole) {
    Set<String> runs = runs(part);
    return runs.isEmpty() ? 0 : (double) shared(runs, runs(whole)) / runs.size();
  }

  private static int shared(Set<String> runs, Set<String> others) {
    Set<String> both = new HashSet<>(runs);
    both.retainAll(others);
    return both.size();
  }

  private static Set<String> runs(String text) {
    String letters =
        PlainText.characters(QuestionPlaceholders.without(text))
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{M}\\p{Nd}]+", "");
    Set<String> runs = new HashSet<>();
    for (int at = 0; at + RUN <= letters.length(); at++) {
      runs.add(letters.substring(at, at + RUN));
    }
    return runs;
  }
}
