package sml.gateway.school.grading;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.Grader;
import sml.gateway.school.paper.GraderMark;

/**
 * Checks by rules what they can see in a free text: language, length and required words. A text
 * that passes is open: proctors judge it by the rubric.
 */
final class OpenGrader implements Grader {
  private final Rules rules;
  private final String rubric;

  /**
   * @param thaiShare least share of Thai letters among all letters, 0 to 1
   * @param shortest in characters
   * @param longest in characters
   * @param words each of them has to be there, in one of its spellings
   * @param banned none of them may be there
   */
  record Rules(
      double thaiShare, int shortest, int longest, List<List<String>> words, List<String> banned) {}

  OpenGrader(Rules rules, String rubric) {
    this.rules = rules;
    this.rubric = rubric;
  }

  @Override
  public GraderMark grade(ExamReply reply) {
    String text = PlainText.unmarked(PlainText.characters(reply.text()));
    if (text.length() < rules.shortest) {
      return new GraderMark.Wrong("is too short");
    }
    if (text.length() > rules.longest) {
      return new GraderMark.Wrong("is too long");
    }
    if (PlainText.thaiShare(text) < rules.thaiShare) {
      return new GraderMark.Wrong("is not in Thai");
    }
    String flat = flat(text);
    for (List<String> word : rules.words) {
      if (word.stream().noneMatch(spelling -> flat.contains(flat(spelling)))) {
        return new GraderMark.Wrong("lacks " + word.getFirst());
      }
    }
    for (String word : rules.banned) {
      if (flat.contains(flat(word))) {
        return new GraderMark.Wrong("has " + word);
      }
    }
    return repeats(text) ? new GraderMark.Wrong("repeats itself") : new GraderMark.Open(rubric);
  }

  private static String flat(String text) {
    return PlainText.characters(text).toLowerCase(Locale.ROOT).replaceAll("[\\s,]+", "");
  }

  /** Whether the same line or sentence comes a third time. */
  private static boolean repeats(String text) {
    return text
        .lines()
        .flatMap(line -> Arrays.stream(line.split("(?<=[.!?])\\s+")))
        .map(String::strip)
        .filter(line -> line.length() > 8)
        .collect(groupingBy(line -> line, counting()))
        .values()
        .stream()
        .anyMatch(times -> times > 2);
  }
}
