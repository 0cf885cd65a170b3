package sml.gateway.school.grading;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.Grader;
import sml.gateway.school.paper.GraderMark;

/**
 * Right is one of the given texts and nothing else. Not counted are: space at line ends and around,
 * one pair of quotes, backticks, a fence or bold around the whole, and a full stop at the end of a
 * one-line answer that has none itself. Letters, digits and order count as they are.
 */
final class ExactGrader implements Grader {
  private static final Pattern FENCED = Pattern.compile("(?s)^```[^\\n`]*\\n(.*?)\\n?[ ]*```$");
  private static final Pattern WRAPPED =
      Pattern.compile("(?s)^(?:[\"“](.*)[\"”]|'(.*)'|`(.*)`|\\*\\*(.*)\\*\\*)$");

  private final List<String> answers;
  private final boolean caseCounts;

  ExactGrader(List<String> answers, boolean caseCounts) {
    this.caseCounts = caseCounts;
    this.answers = answers.stream().map(this::tidy).toList();
  }

  @Override
  public GraderMark grade(ExamReply reply) {
    String said = tidy(reply.text());
    for (String answer : answers) {
      String full = answer.endsWith(".") || answer.contains("\n") ? answer : answer + ".";
      if (said.equals(answer) || said.equals(full) || unwrapped(said).equals(answer)) {
        return new GraderMark.Right("is exactly what was asked for");
      }
    }
    return new GraderMark.Wrong("is not exactly what was asked for");
  }

  private String tidy(String text) {
    String plain = PlainText.visible(text).strip().replaceAll("[ ]+(?=\\n)", "");
    return caseCounts ? plain : plain.toLowerCase(Locale.ROOT);
  }

  private static String unwrapped(String said) {
    var fenced = FENCED.matcher(said);
    String inner = fenced.matches() ? fenced.group(1).strip() : said;
    var wrapped = WRAPPED.matcher(inner);
    if (!wrapped.matches()) {
      return inner;
    }
    for (int i = 1; i <= wrapped.groupCount(); i++) {
      if (wrapped.group(i) != null) {
        return wrapped.group(i).strip();
      }
    }
    return inner;
  }
}
