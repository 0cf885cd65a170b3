package sml.gateway.routing;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How much two answers say the same, 0 to 1. Case, white space, marks of formatting and punctuation
 * do not count. Short answers are alike or not; of longer ones the cosine of their counts of three
 * letters in a row is taken, which needs no words and so holds for Thai as well.
 */
final class AnswerSimilarity {
  private static final int SHORT = 24;
  private static final int LETTERS = 3;

  private AnswerSimilarity() {}

  static double of(String one, String other) {
    String left = normalised(one);
    String right = normalised(other);
    if (left.equals(right)) {
      return 1;
    }
    if (Math.min(left.length(), right.length()) <= SHORT) {
      return 0;
    }
    return cosine(grams(left), grams(right));
  }

  static String normalised(String answer) {
    return Normalizer.normalize(answer, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[\\p{Punct}\\p{IsPunctuation}\\p{S}\\s]+", " ")
        .strip();
  }

  private static Map<String, Integer> grams(String text) {
    Map<String, Integer> grams = new HashMap<>();
    for (int i = 0; i + LETTERS <= text.length(); i++) {
      grams.merge(text.substring(i, i + LETTERS), 1, Integer::sum);
    }
    return grams;
  }

  private static double cosine(Map<String, Integer> left, Map<String, Integer> right) {
    double common = 0;
    for (var gram : left.entrySet()) {
      common += (double) gram.getValue() * right.getOrDefault(gram.getKey(), 0);
    }
    return common / (length(left) * length(right));
  }

  private static double length(Map<String, Integer> grams) {
    double squares = grams.values().stream().mapToDouble(count -> (double) count * count).sum();
    return Math.sqrt(squares);
  }
}
