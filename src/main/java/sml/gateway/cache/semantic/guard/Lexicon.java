package sml.gateway.cache.semantic.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the words of one language: sections of phrases, and of phrases that are read as
 * others. Every word that stands nowhere counts as it is.
 */
final class Lexicon {
  private static final Pattern CHOICE = Pattern.compile("\\(([^()]*)\\)");

  private final Language language;
  private final Tokenizer tokenizer;
  private final Map<String, Map<String, String>> sections = new HashMap<>();
  private int longest = 1;

  private Lexicon(Language language, Set<String> cased) {
    this.language = language;
    this.tokenizer = new Tokenizer(cased);
  }

  static Lexicon of(Language language) {
    var lines = lines("/semantic/" + language.file() + ".txt");
    var cased = new Lexicon(language, Set.of());
    cased.read(lines, "cased"::equals);
    var lexicon = new Lexicon(language, Set.copyOf(cased.wordsOf("cased")));
    lexicon.read(lines, name -> true);
    return lexicon;
  }

  private static List<String> lines(String file) {
    var in = Lexicon.class.getResourceAsStream(file);
    if (in == null) {
      throw new IllegalStateException("the program was built without " + file);
    }
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void read(List<String> lines, Predicate<String> wanted) {
    var section = "";
    for (var line : lines) {
      if (line.startsWith("[")) {
        section = line.substring(1, line.indexOf(']'));
      } else if (wanted.test(section)) {
        int equals = line.indexOf('=');
        var meaning = equals < 0 ? null : line.substring(0, equals).strip();
        add(section, meaning, line.substring(equals + 1));
      }
    }
  }

  private void add(String section, @Nullable String meaning, String phrases) {
    var table = sections.computeIfAbsent(section, none -> new HashMap<>());
    for (var phrase : phrases.split(",")) {
      for (var choice : choices(phrase)) {
        var words = words(choice);
        if (!words.isEmpty()) {
          longest = Math.max(longest, words.size());
          var joined = String.join(language.joiner(), words);
          table.putIfAbsent(joined, meaning == null ? joined : meaning);
        }
      }
    }
    boolean itself = !section.equals("telling");
    if (itself && meaning != null && !meaning.isEmpty() && meaning.indexOf(':') < 0) {
      table.putIfAbsent(String.join(language.joiner(), words(meaning)), meaning);
    }
  }

  private List<String> words(String phrase) {
    if (phrase.strip().endsWith(":")) {
      return List.of(phrase.strip());
    }
    return tokenizer.tokens(Tokenizer.plain(phrase)).stream().map(Token::text).toList();
  }

  /** Every text of a phrase with alternatives in brackets. */
  private static List<String> choices(String phrase) {
    var found = CHOICE.matcher(phrase);
    if (!found.find()) {
      return List.of(phrase);
    }
    var all = new ArrayList<String>();
    for (var choice : found.group(1).split("\\|", -1)) {
      all.addAll(
          choices(phrase.substring(0, found.start()) + choice + phrase.substring(found.end())));
    }
    return all;
  }

  Language language() {
    return language;
  }

  Tokenizer tokenizer() {
    return tokenizer;
  }

  /** More words than any phrase has, with room for other breaks of the same text. */
  int longest() {
    return language == Language.THAI ? longest + 3 : longest;
  }

  /** What a phrase is read as in a section, or null. */
  @Nullable String meaning(String section, String phrase) {
    return sections.getOrDefault(section, Map.of()).get(phrase);
  }

  boolean has(String section, String phrase) {
    return meaning(section, phrase) != null;
  }

  private Set<String> wordsOf(String section) {
    return sections.getOrDefault(section, Map.of()).keySet();
  }

  /** Whether two words are opposites of a section in either order. */
  boolean opposed(String one, String other) {
    return other.equals(meaning("antonym", one)) || one.equals(meaning("antonym", other));
  }
}
