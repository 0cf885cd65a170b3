package sml.gateway.cache.semantic.guard;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds phrases of a lexicon in a list of words, the longest first. */
final class Phrases {
  private final Lexicon lexicon;

  Phrases(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  /** A phrase of so many words and what it is read as. */
  private record Found(int words, String meaning) {}

  /** Without the phrases of a section at the beginning; never without all words. */
  List<Token> withoutStart(String section, List<Token> words) {
    var left = words;
    for (var found = at(left, 0, section); found != null; found = at(left, 0, section)) {
      if (found.words() >= left.size()) {
        return left;
      }
      left = left.subList(found.words(), left.size());
      while (left.size() > 1 && left.getFirst().text().equals(Tokenizer.COMMA)) {
        left = left.subList(1, left.size());
      }
    }
    return left;
  }

  /**
   * Without the phrases of a section at the end; never without all words, nor without one that is
   * mentioned, as in "how do I say thanks".
   */
  List<Token> withoutEnd(String section, List<Token> words) {
    var left = words;
    for (int from = Math.max(1, left.size() - lexicon.longest()); from < left.size(); from++) {
      var found = at(left, from, section);
      boolean comma = left.get(from).text().equals(Tokenizer.COMMA);
      boolean ends =
          found != null
              && from + found.words() == left.size()
              && !lexicon.has("mention", left.get(from - 1).text());
      if (ends || comma && from == left.size() - 1) {
        left = left.subList(0, from);
        from = Math.max(1, left.size() - lexicon.longest()) - 1;
      }
    }
    return left;
  }

  /**
   * Without the phrase at the beginning where the section {@code next} follows it, else with it
   * read as what it means.
   */
  List<Token> openedBefore(String next, String section, List<Token> words) {
    var found = at(words, 0, section);
    if (found == null || found.words() >= words.size()) {
      return words;
    }
    var left = words.subList(found.words(), words.size());
    boolean owner = left.size() > 1 && left.get(1).text().equals("'s");
    return owner || lexicon.has(next, left.getFirst().text()) ? left : opened(section, words);
  }

  /** Whether these words are one phrase of a section. */
  boolean is(String section, List<Token> words) {
    var found = at(words, 0, section);
    return found != null && found.words() == words.size();
  }

  /** With the phrase at the beginning read as what it means. */
  List<Token> opened(String section, List<Token> words) {
    var found = at(words, 0, section);
    if (found == null || found.words() >= words.size()) {
      return words;
    }
    var read = new ArrayList<Token>();
    append(found.meaning(), read);
    read.addAll(words.subList(found.words(), words.size()));
    return read;
  }

  /** With every phrase of the sections read as what it means. */
  List<Token> read(List<Token> words, String... sections) {
    var read = new ArrayList<Token>();
    for (int at = 0; at < words.size(); ) {
      var found = at(words, at, sections);
      if (found == null) {
        read.add(words.get(at++));
      } else {
        append(found.meaning(), read);
        at += found.words();
      }
    }
    return read;
  }

  private static void append(String meaning, List<Token> to) {
    for (var word : meaning.split(" ")) {
      if (!word.isEmpty()) {
        to.add(Token.of(word));
      }
    }
  }

  private @Nullable Found at(List<Token> words, int from, String... sections) {
    Found best = null;
    var phrase = new StringBuilder();
    int end = Math.min(words.size(), from + lexicon.longest());
    for (int at = from; at < end && !words.get(at).quoted(); at++) {
      phrase.append(at == from ? "" : lexicon.language().joiner()).append(words.get(at).text());
      for (var section : sections) {
        var meaning = lexicon.meaning(section, phrase.toString());
        if (meaning != null) {
          best = new Found(at - from + 1, meaning);
          break;
        }
      }
    }
    return best;
  }
}
