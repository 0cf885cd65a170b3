package sml.gateway.cache.semantic.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides whether the answer to one question may answer another. Every word of either must be
 * accounted for: a word it does not know must stand in both, at the same place.
 */
public final class Guard {
  private final QuestionReader reader;

  public Guard(QuestionReader reader) {
    this.reader = reader;
  }

  /**
   * @param near whether an embedder found their meaning near: then words of weak likeness count as
   *     the same
   */
  public Reason compare(ComparedQuestion asked, ComparedQuestion stored, boolean near) {
    if (!asked.isComparable() || !stored.isComparable()) {
      return asked.isComparable() ? stored.refusal() : asked.refusal();
    }
    if (asked.language() != stored.language()) {
      return Reason.LANGUAGE;
    }
    if (asked.capitals().contradict(stored.capitals())) {
      return Reason.SLOT_SWAP;
    }
    if (asked.saysTheSame(stored)) {
      return Reason.SAME;
    }
    var lexicon = reader.lexicon(asked.language());
    if (near && loose(asked, lexicon).equals(loose(stored, lexicon))) {
      return Reason.NEARLY_SAME;
    }
    return difference(asked.words(), stored.words(), lexicon);
  }

  private static List<String> loose(ComparedQuestion question, Lexicon lexicon) {
    var loose = new ArrayList<String>();
    for (var word : question.words()) {
      if (!lexicon.has("light", word)) {
        var meaning = lexicon.meaning("weak", word);
        loose.add(meaning == null ? word : meaning);
      }
    }
    return loose;
  }

  private static Reason difference(List<String> asked, List<String> stored, Lexicon lexicon) {
    var onlyAsked = without(asked, stored);
    var onlyStored = without(stored, asked);
    var differing = new HashSet<>(onlyAsked);
    differing.addAll(onlyStored);
    if (differing.isEmpty()) {
      return Reason.ROLE_SWAP;
    }
    if (!numbers(asked, lexicon).equals(numbers(stored, lexicon))) {
      return Reason.NUMBER;
    }
    if (anyOf("negation", differing, lexicon)) {
      return Reason.NEGATION;
    }
    if (differing.stream().anyMatch(word -> isAsking(word, lexicon))) {
      return Reason.QUESTION;
    }
    return bySection(onlyAsked, onlyStored, differing, lexicon);
  }

  private static Reason bySection(
      List<String> onlyAsked, List<String> onlyStored, Set<String> differing, Lexicon lexicon) {
    boolean opposed =
        onlyAsked.stream()
            .anyMatch(one -> onlyStored.stream().anyMatch(other -> lexicon.opposed(one, other)));
    if (opposed) {
      return Reason.ANTONYM;
    }
    if (anyOf("comparison", differing, lexicon)) {
      return Reason.COMPARISON;
    }
    if (onlyAsked.isEmpty() || onlyStored.isEmpty()) {
      return Reason.ADDITION;
    }
    return anyOf("direction", differing, lexicon) ? Reason.DIRECTION : Reason.SLOT_SWAP;
  }

  private static boolean isAsking(String word, Lexicon lexicon) {
    return word.startsWith("yn:") || lexicon.has("question", word);
  }

  private static boolean anyOf(String section, Collection<String> words, Lexicon lexicon) {
    return words.stream().anyMatch(word -> lexicon.has(section, word));
  }

  private static List<String> numbers(List<String> words, Lexicon lexicon) {
    return words.stream()
        .filter(word -> Character.isDigit(word.charAt(0)) || lexicon.has("number", word))
        .toList();
  }

  private static List<String> without(List<String> words, List<String> others) {
    var left = new ArrayList<>(words);
    others.forEach(left::remove);
    return left;
  }
}
