package sml.gateway.cache.semantic.guard;

import java.util.List;
import java.util.Locale;

/**
 * Reads texts as questions that can be compared. What is known of a language is read from its file,
 * and the dictionary of its words is opened, when its first text comes.
 */
public final class QuestionReader {
  /** Longer texts are not compared. */
  public static final int MOST_CHARACTERS = 400;

  private static final int MOST_WORDS = 60;

  private static final class English {
    static final Lexicon LEXICON = Lexicon.of(Language.ENGLISH);
    static final EnglishReader READER = new EnglishReader(LEXICON);
  }

  private static final class Thai {
    static final Lexicon LEXICON = Lexicon.of(Language.THAI);
    static final ThaiReader READER = new ThaiReader(LEXICON);
  }

  /** The lexicon of a language that has one. */
  Lexicon lexicon(Language language) {
    return language == Language.THAI ? Thai.LEXICON : English.LEXICON;
  }

  /** Never fails; a text that cannot be compared says why. */
  public ComparedQuestion read(String text) {
    if (text.length() > MOST_CHARACTERS || text.strip().contains("\n")) {
      return ComparedQuestion.refused(Reason.TOO_LONG);
    }
    var plain = Tokenizer.plain(text);
    var language = Language.ofLetters(plain);
    if (language == Language.OTHER || language == Language.ENGLISH && !isEnglish(plain)) {
      return ComparedQuestion.refused(Reason.UNKNOWN_LANGUAGE);
    }
    if (isTimeDependent(plain, lexicon(language))) {
      return ComparedQuestion.refused(Reason.TIME_DEPENDENT);
    }
    var words = language == Language.THAI ? Thai.READER.read(plain) : English.READER.read(plain);
    if (words.isEmpty() || words.size() > MOST_WORDS) {
      return ComparedQuestion.refused(words.isEmpty() ? Reason.UNKNOWN_LANGUAGE : Reason.TOO_LONG);
    }
    var capitals = language == Language.THAI ? Capitals.NONE : Capitals.of(plain);
    return ComparedQuestion.of(language, words, capitals);
  }

  private boolean isEnglish(String plain) {
    return texts(English.LEXICON, plain).stream()
        .anyMatch(word -> English.LEXICON.has("english", word));
  }

  private static boolean isTimeDependent(String plain, Lexicon lexicon) {
    var words = texts(lexicon, plain);
    for (int from = 0; from < words.size(); from++) {
      for (int end = from + 1; end <= Math.min(words.size(), from + lexicon.longest()); end++) {
        if (lexicon.has(
            "time", String.join(lexicon.language().joiner(), words.subList(from, end)))) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<String> texts(Lexicon lexicon, String plain) {
    return lexicon.tokenizer().tokens(plain).stream()
        .filter(word -> !word.quoted())
        .map(word -> word.text().toLowerCase(Locale.ROOT))
        .toList();
  }
}
