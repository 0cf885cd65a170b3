package sml.gateway.school.grading;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which value a reply finally states. The first of these places that holds a value decides: the
 * last LaTeX box; what follows the last "answer" (คำตอบ, ตอบ) up to the end of its sentence; a
 * first or last line that is nothing but a value; what is in bold; the whole text. There, values
 * that are negated do not count. What is then left is one value, or the reply states none: two that
 * are linked by "or" are none, and so is a value that is called wrong afterwards.
 */
final class FinalStatement<T> {
  private static final Pattern MARKER =
      Pattern.compile(
          "(?i)(?:\\b(?:final\\s+|correct\\s+)?(?:answer|result)\\b(?:\\s+(?:is|would be|must"
              + " be|should be)\\b(?!'))?"
              + "|คำตอบ(?:สุดท้าย|ที่ถูกต้อง|ที่ถูก)?|(?<![ก-๎])ตอบ(?:ว่า)?)\\s*(?:(?:ก็)?คือ|เป็น|ได้แก่)?\\s*[:=]?");
  private static final Pattern SENTENCE_END = Pattern.compile("\\.(?=\\s|$)|[;!?\\n]");
  private static final Pattern NEGATED =
      Pattern.compile(
          "(?i)(?:\\b(?:not|never|isn't|aren't|wasn't|rather than|instead"
              + " of|except|excluding)\\b|≠|!=|"
              + "ไม่ใช่|ไม่ได้|มิใช่|แทนที่จะ|ยกเว้น|ไม่)[\\s:\"'(]*(?:(?:the|a|an|be|being|equal"
              + " to|option|answer|choice|ข้อ|เป็น|คือ|ตัวเลือก)[\\s:\"'(]*)*$");
  private static final Pattern DENIED =
      Pattern.compile(
          "(?i)^[\\s,.;:!?)\"'-]*(?:ครับ|ค่ะ|คะ)?[\\s,.;:!?)\"'-]*(?:(?:but|แต่)\\s*)?(?:(?:that|this|it|which)(?:'s|\\s+is|\\s+was|\\s+would"
              + " be)\\s+|(?:is|was|are)\\s+|"
              + "(?:นั้น|นี้|ซึ่ง|อันนี้|คำตอบนี้|เป็นคำตอบที่|คือคำตอบที่)\\s*)?"
              + "(?:wrong|incorrect|false|not\\s+(?:correct|right|true|the\\s+answer|it)\\b|"
              + "ผิด|ไม่ถูก|ไม่ใช่(?:\\s*$|[.!]|คำตอบ|นะ|ครับ|ค่ะ|แล้ว)|"
              + "(?:no|wait|actually|hmm)[,.!:]|ไม่สิ|เดี๋ยวก่อน)");
  private static final String LINK =
      "[\\s,(]*(?:or(?:\\s+else)?|and(?:/or)?|to|through|versus|vs\\.?|หรือ(?:ว่า|ไม่ก็|อาจจะ)?|ไม่ก็|ถึง|และ|กับ|[/|~-])"
          + "[\\s,(]*(?:(?:maybe|perhaps|possibly|even|อาจ(?:จะ)?|ข้อ|option|ตัวเลือก|between)[\\s,(]*)*";

  // longer lines state nothing by themselves; also keeps patterns from running deep
  private static final int LONGEST_LINE = 240;
  private static final int MOST_MARKERS = 20;

  private final ValueFinder<T> valueFinder;
  private final boolean lastCounts;
  private final Pattern company;
  private final Pattern link;
  private final Pattern bare;

  /**
   * @param lastCounts where several values stand in the deciding place: true takes the last, false
   *     demands that they are the same
   */
  public FinalStatement(ValueFinder<T> valueFinder, boolean lastCounts) {
    this.valueFinder = valueFinder;
    this.lastCounts = lastCounts;
    this.company = Pattern.compile("(?i)(?:" + valueFinder.company() + ")*");
    this.link =
        Pattern.compile("(?i)(?:" + valueFinder.company() + ")*(?:" + LINK + "|[ ]*[,;&+]?[ ]*)");
    this.bare =
        Pattern.compile(
            "(?i)(?:" + valueFinder.company() + "|[\\s.,:;!\"'()=*-]|ครับ|ค่ะ|คะ|นะ|จ้ะ|จ้า)*");
  }

  /** The stated value, or empty when none is stated or several are. */
  public Optional<T> of(String raw) {
    return of(raw, value -> true);
  }

  /** As {@link #of(String)}; in the whole text, values that are not {@code likely} come last. */
  public Optional<T> of(String raw, Predicate<T> likely) {
    String text = PlainText.characters(raw);
    Optional<String> box =
        PlainText.lastBox(text).filter(inside -> !valueFinder.find(inside).isEmpty());
    if (box.isPresent()) {
      return decide(box.get(), "");
    }
    String words = PlainText.unmarked(text);
    Optional<Span> marked = afterMarker(words);
    if (marked.isPresent()) {
      return first(marked.get().in(words), words.substring(marked.get().end()));
    }
    return unmarked(text, words, likely);
  }

  private Optional<T> unmarked(String text, String words, Predicate<T> likely) {
    List<String> lines = words.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    if (isBare(lines.getLast())) {
      return lines.size() > 1 && !lastCounts && isBare(lines.getFirst())
          ? same(lines.getFirst(), lines.getLast())
          : decide(lines.getLast(), "");
    }
    if (isBare(lines.getFirst())) {
      return decide(lines.getFirst(), words.substring(words.indexOf('\n')));
    }
    String bold = String.join("\n", PlainText.bold(text));
    if (!live(bold).isEmpty()) {
      return decide(bold, "");
    }
    List<FoundValue<T>> all = live(words);
    List<FoundValue<T>> probable =
        all.stream().filter(foundValue -> likely.test(foundValue.value())).toList();
    return choose(words, "", probable.isEmpty() ? all : probable);
  }

  private Optional<T> same(String first, String last) {
    Optional<T> one = decide(first, "");
    return one.equals(decide(last, "")) ? one : Optional.empty();
  }

  /** Whether the line says one value and nothing else. */
  private boolean isBare(String line) {
    List<FoundValue<T>> found = line.length() > LONGEST_LINE ? List.of() : valueFinder.find(line);
    if (found.isEmpty()) {
      return false;
    }
    int from = 0;
    for (FoundValue<T> one : found) {
      if (!one.value().equals(found.getFirst().value())
          || !bare.matcher(line.substring(from, one.start())).matches()) {
        return false;
      }
      from = one.end();
    }
    return bare.matcher(line.substring(from)).matches();
  }

  private record Span(int start, int end) {
    String in(String text) {
      return text.substring(start, end);
    }
  }

  /** The sentence after the last marker that is followed by a value. */
  private Optional<Span> afterMarker(String words) {
    List<Integer> starts = MARKER.matcher(words).results().map(MatchResult::end).toList();
    for (int start : starts.reversed().subList(0, Math.min(MOST_MARKERS, starts.size()))) {
      int window = Math.min(words.length(), start + LONGEST_LINE);
      List<FoundValue<T>> found = valueFinder.find(words.substring(start, window));
      if (found.isEmpty() || far(words.substring(start, start + found.getFirst().start()))) {
        continue;
      }
      Matcher end = SENTENCE_END.matcher(words);
      int stop = end.find(start + found.getFirst().end()) ? end.start() : words.length();
      return Optional.of(new Span(start, stop));
    }
    return Optional.empty();
  }

  /** Whether the value belongs to another sentence than the marker. */
  private static boolean far(String between) {
    return between.strip().contains("\n") || between.length() > 120;
  }

  private Optional<T> decide(String scope, String rest) {
    return choose(scope, rest, live(scope));
  }

  /** The values that are not negated. */
  private List<FoundValue<T>> live(String text) {
    return valueFinder.find(text).stream()
        .filter(foundValue -> !NEGATED.matcher(before(text, foundValue)).find())
        .filter(foundValue -> !DENIED.matcher(after(text, foundValue)).find())
        .toList();
  }

  private static String before(String text, FoundValue<?> foundValue) {
    int line = text.lastIndexOf('\n', foundValue.start() - 1) + 1;
    return text.substring(Math.max(line, foundValue.start() - 40), foundValue.start());
  }

  /** What comes next behind a value and the words that belong to it. */
  private String after(String text, FoundValue<?> foundValue) {
    String rest =
        text.substring(foundValue.end(), Math.min(text.length(), foundValue.end() + LONGEST_LINE));
    Matcher belonging = company.matcher(rest);
    return belonging.lookingAt() ? rest.substring(belonging.end()) : rest;
  }

  private Optional<T> choose(String scope, String rest, List<FoundValue<T>> found) {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FoundValue<T> chosen = found.getLast();
    if (found.stream().anyMatch(other -> !other.value().equals(chosen.value()))) {
      return lastCounts && !linked(scope, chosen)
          ? undenied(scope + rest, chosen)
          : Optional.empty();
    }
    return undenied(scope + rest, chosen);
  }

  /** An answer that comes first may be followed by reasons that name other values. */
  private Optional<T> first(String scope, String rest) {
    List<FoundValue<T>> found = live(scope);
    if (lastCounts
        || found.isEmpty()
        || !bare.matcher(scope.substring(0, found.getFirst().start())).matches()
        || linked(scope, found.getFirst())) {
      return choose(scope, rest, found);
    }
    return undenied(scope + rest, found.getFirst());
  }

  private Optional<T> undenied(String text, FoundValue<T> chosen) {
    return DENIED.matcher(after(text, chosen)).find()
        ? Optional.empty()
        : Optional.of(chosen.value());
  }

  /** Whether another value is offered beside this one. */
  private boolean linked(String scope, FoundValue<T> chosen) {
    List<FoundValue<T>> all = valueFinder.find(scope);
    int at = all.indexOf(chosen);
    return at > 0 && hedged(scope, all.get(at - 1), chosen)
        || at + 1 < all.size() && hedged(scope, chosen, all.get(at + 1));
  }

  private boolean hedged(String scope, FoundValue<T> left, FoundValue<T> right) {
    return !left.value().equals(right.value())
        && right.start() - left.end() < LONGEST_LINE
        && link.matcher(scope.substring(left.end(), right.start())).matches();
  }
}
