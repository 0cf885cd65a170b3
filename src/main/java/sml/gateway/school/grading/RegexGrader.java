package sml.gateway.school.grading;

import java.util.regex.Pattern;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.Grader;
import sml.gateway.school.paper.GraderMark;

/**
 * Right is an answer that matches as a whole, for forms that have more than one right filling.
 * Space around it and at line ends does not count; nothing else is forgiven.
 */
final class RegexGrader implements Grader {
  private static final int LONGEST = 4000;

  private final Pattern form;

  RegexGrader(String form) {
    this.form = Pattern.compile(form, Pattern.UNICODE_CASE);
  }

  @Override
  public GraderMark grade(ExamReply reply) {
    String said = PlainText.visible(reply.text()).strip().replaceAll("[ ]+(?=\\n)", "");
    // a long answer must not make a pattern of the bank run for minutes
    return said.length() <= LONGEST && form.matcher(said).matches()
        ? new GraderMark.Right("has the form asked for")
        : new GraderMark.Wrong("has not the form asked for");
  }
}
