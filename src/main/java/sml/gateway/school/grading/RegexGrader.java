package sml.gateway.school.grading;

import java.util.regex.Pattern;
import sml.gateway.school.exam.Grader;
import sml.gateway.school.exam.Mark;
import sml.gateway.school.exam.Reply;
import sml.gateway.school.grading.reading.Plain;

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
  public Mark grade(Reply reply) {
    String said = Plain.visible(reply.text()).strip().replaceAll("[ ]+(?=\\n)", "");
    // a pattern of the bank may not be made to run for minutes by a long answer
    return said.length() <= LONGEST && form.matcher(said).matches()
        ? new Mark.Right("has the form asked for")
        : new Mark.Wrong("has not the form asked for");
  }
}
