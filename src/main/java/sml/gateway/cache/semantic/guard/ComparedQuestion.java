package sml.gateway.cache.semantic.guard;

import java.util.List;

/**
 * A question as the guard compares it.
 *
 * @param words the words that count, in a canonical order
 * @param capitals what they say of its names
 * @param key equal for two questions that say the same in other small words
 * @param refusal why it can be compared with none, {@link Reason#SAME} when it can
 */
public record ComparedQuestion(
    Language language, List<String> words, Capitals capitals, String key, Reason refusal) {

  static ComparedQuestion of(Language language, List<Token> tokens, Capitals capitals) {
    var words = tokens.stream().map(Token::text).toList();
    return new ComparedQuestion(language, words, capitals, key(language, words), Reason.SAME);
  }

  /** Whether the words that count are the same, and what their capitals say. */
  public boolean saysTheSame(ComparedQuestion other) {
    return key.equals(other.key) && !capitals.contradict(other.capitals);
  }

  /** Thai joined, so that it does not matter where its words break; all else apart. */
  private static String key(Language language, List<String> words) {
    var key = new StringBuilder(language.name()).append(' ');
    for (var word : words) {
      boolean apart =
          language != Language.THAI || word.charAt(0) < 128 || key.charAt(key.length() - 1) < 128;
      key.append(apart ? " " : "").append(word);
    }
    return key.toString();
  }

  static ComparedQuestion refused(Reason refusal) {
    return new ComparedQuestion(Language.OTHER, List.of(), Capitals.NONE, "", refusal);
  }

  /** Whether it may be compared with another at all. */
  public boolean isComparable() {
    return refusal == Reason.SAME;
  }
}
