package sml.gateway.school.questions;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.school.grading.PlainText;
import sml.gateway.school.paper.OpenQuestion;
import sml.gateway.school.paper.QuestionPlaceholders;

/**
 * Checks a proposed wording by rules before a proctor judges it: it must use the language of the
 * question, ask for everything that the rubric and the grader check, be no copy, and address only
 * the examinee.
 */
final class WordingInspection {
  private static final double SHORTEST = 0.5;
  private static final double LONGEST = 2;
  private static final double SAME_LANGUAGE = 0.8;
  private static final double COPY = 0.65;
  private static final double GIVEN_AWAY = 0.5;

  private static final Pattern HIDDEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}&&[^\\n\\t]]");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:[.,][0-9]+)*");

  private final OpenQuestion base;
  private final String prompt;
  private final String words;
  private final Collection<String> others;

  private WordingInspection(OpenQuestion base, String prompt, Collection<String> others) {
    this.base = base;
    this.prompt = prompt;
    this.words = PlainText.characters(QuestionPlaceholders.without(prompt));
    this.others = others;
  }

  /**
   * The first fault of a wording, for people; empty when there is none.
   *
   * @param others wordings of the question that exist already
   */
  static Optional<String> fault(OpenQuestion base, String prompt, Collection<String> others) {
    var wordingInspection = new WordingInspection(base, prompt, others);
    return Stream.<Supplier<@Nullable String>>of(
            wordingInspection::hidden,
            wordingInspection::places,
            wordingInspection::length,
            wordingInspection::language,
            wordingInspection::numbers,
            wordingInspection::missing,
            wordingInspection::silent,
            wordingInspection::contact,
            wordingInspection::toOthers,
            wordingInspection::demand,
            wordingInspection::copy)
        .map(Supplier::get)
        .flatMap(Stream::ofNullable)
        .findFirst();
  }

  private @Nullable String hidden() {
    return HIDDEN.matcher(prompt).find() ? "holds characters that cannot be seen" : null;
  }

  /** The placeholders hold the facts of a question; the grader checks each of them. */
  private @Nullable String places() {
    List<String> wanted = QuestionPlaceholders.in(base.prompt());
    List<String> found = QuestionPlaceholders.in(prompt);
    if (!found.equals(wanted)) {
      return "has the places %s instead of %s".formatted(found, wanted);
    }
    return words.contains("{") || words.contains("}") ? "holds braces that are no place" : null;
  }

  private @Nullable String length() {
    double wanted = QuestionPlaceholders.without(base.prompt()).strip().length();
    int length = words.strip().length();
    return length < SHORTEST * wanted
        ? "is too short"
        : length > LONGEST * wanted ? "is too long" : null;
  }

  private @Nullable String language() {
    var script = script(QuestionPlaceholders.without(base.prompt()));
    Map<Character.UnicodeScript, Long> letters = scripts(words);
    long all = letters.values().stream().mapToLong(Long::longValue).sum();
    return script != null && letters.getOrDefault(script, 0L) < SAME_LANGUAGE * all
        ? "is not in the language of the question"
        : null;
  }

  private static Character.@Nullable UnicodeScript script(String text) {
    return scripts(text).entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private static Map<Character.UnicodeScript, Long> scripts(String text) {
    return text.codePoints()
        .filter(Character::isLetter)
        .mapToObj(Character.UnicodeScript::of)
        .collect(groupingBy(identity(), counting()));
  }

  /** Numbers such as the count of sentences: the rubric depends on them. */
  private @Nullable String numbers() {
    Set<String> wanted = numbers(PlainText.characters(QuestionPlaceholders.without(base.prompt())));
    Set<String> found = numbers(words);
    return found.equals(wanted)
        ? null
        : "has the numbers %s instead of %s".formatted(found, wanted);
  }

  private static Set<String> numbers(String text) {
    var numbers = new TreeSet<String>();
    NUMBER.matcher(text).results().map(MatchResult::group).forEach(numbers::add);
    return numbers;
  }

  /** Words the grader checks, such as a unit, must be in the wording as in the question. */
  private @Nullable String missing() {
    return base.wanted().stream()
        .filter(word -> mentions(base.prompt(), word) && !mentions(prompt, word))
        .findFirst()
        .map(word -> "does not mention " + word.getFirst())
        .orElse(null);
  }

  private static boolean mentions(String text, List<String> spellings) {
    String flat = text.replaceAll("\\s+", "");
    return spellings.stream().anyMatch(one -> flat.contains(one.replaceAll("\\s+", "")));
  }

  /** Words the grader forbids must be named, as in the question. */
  private @Nullable String silent() {
    return base.banned().stream()
        .filter(word -> base.prompt().contains(word) && !prompt.contains(word))
        .findFirst()
        .map(word -> "does not say that \"" + word + "\" is forbidden")
        .orElse(null);
  }

  private @Nullable String contact() {
    return foreign(WordingPatterns.CONTACT, "holds an address: ");
  }

  private @Nullable String toOthers() {
    String order = foreign(WordingPatterns.ORDER, "gives orders that are no part of a question: ");
    return order != null
        ? order
        : foreign(WordingPatterns.TO_THE_MARKER, "speaks of marks or markers: ");
  }

  /** The first match of the pattern that is not in the question itself. */
  private @Nullable String foreign(Pattern pattern, String what) {
    String own = base.prompt().toLowerCase(Locale.ROOT);
    return pattern
        .matcher(words)
        .results()
        .map(MatchResult::group)
        .filter(hit -> !own.contains(hit.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(hit -> what + hit.strip())
        .orElse(null);
  }

  private @Nullable String demand() {
    return WordingPatterns.DEMAND.matcher(words).find() ? null : "asks for nothing";
  }

  private @Nullable String copy() {
    if (TextSimilarity.between(base.prompt(), prompt) >= COPY) {
      return "is a near copy of the question";
    }
    if (others.stream().anyMatch(other -> TextSimilarity.between(other, prompt) >= COPY)) {
      return "is a near copy of another variant";
    }
    return TextSimilarity.held(base.rubric(), prompt) >= GIVEN_AWAY
            || TextSimilarity.held(base.example(), prompt) >= GIVEN_AWAY
        ? "gives the answer or its rubric away"
        : null;
  }
}
