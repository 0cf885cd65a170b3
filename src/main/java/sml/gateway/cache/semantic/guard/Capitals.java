package sml.gateway.cache.semantic.guard;

import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of an English question that its capitals make names, and those that are kinds of
 * things: "Python", but "a python". A word without either may be both.
 *
 * @param names written with a capital inside the sentence, without "a"
 * @param kinds written small behind "a", or in the plural
 */
record Capitals(Set<String> names, Set<String> kinds) {
  static final Capitals NONE = new Capitals(Set.of(), Set.of());

  private static final Pattern WORD = Pattern.compile("[a-zA-Z]{2,}|[aA]\\b|[.?!:]");
  private static final int SHORTEST = 3;

  static Capitals of(String plain) {
    var names = new HashSet<String>();
    var kinds = new HashSet<String>();
    var words = WORD.matcher(plain).results().map(found -> found.group()).toList();
    int written = 0;
    for (int at = 1; at < words.size(); at++) {
      var before = words.get(at - 1).toLowerCase(Locale.ROOT);
      var word = words.get(at);
      boolean one = before.equals("a") || before.equals("an");
      if (word.length() < SHORTEST) {
        continue;
      }
      written++;
      if (Character.isUpperCase(word.charAt(0))) {
        if (!one && Character.isLetter(before.charAt(0))) {
          names.add(word.toLowerCase(Locale.ROOT));
        }
      } else if (one) {
        kinds.add(word);
      } else if (word.endsWith("s")) {
        kinds.add(word.substring(0, word.length() - 1));
      }
    }
    boolean headline = names.size() * 2 > written && written > SHORTEST;
    return new Capitals(headline ? Set.of() : names, kinds);
  }

  /** Whether a word is a name in one and a kind in the other, or another name by its last "s". */
  boolean contradict(Capitals other) {
    return !Collections.disjoint(names, other.kinds)
        || !Collections.disjoint(kinds, other.names)
        || hasLonger(other)
        || other.hasLonger(this);
  }

  private boolean hasLonger(Capitals other) {
    return other.names.stream()
            .anyMatch(name -> names.contains(name + "s") && !names.contains(name))
        || other.kinds.stream().anyMatch(kind -> names.contains(kind + "s"));
  }
}
