package sml.gateway.school.grading;

import java.util.List;
import java.util.Optional;
import sml.gateway.school.exam.Grader;
import sml.gateway.school.exam.Mark;
import sml.gateway.school.exam.Reply;
import sml.gateway.school.grading.reading.OptionFinder;
import sml.gateway.school.grading.reading.Statement;

/**
 * Right is the option that the reply names, by a name or by its letter, see {@link Statement}.
 * Where the deciding place names two that are not negated, none is chosen.
 */
final class ChoiceGrader implements Grader {
  private final List<List<String>> options;
  private final int answer;
  private final Statement<Integer> statement;

  /**
   * @param options the names of each option
   * @param letters of the options, or empty
   * @param answer place of the right one, from 0
   */
  ChoiceGrader(List<List<String>> options, List<String> letters, int answer) {
    if (answer < 0 || answer >= options.size()) {
      throw new IllegalArgumentException("`answer` is none of the options: " + answer);
    }
    this.options = options;
    this.answer = answer;
    this.statement = new Statement<>(new OptionFinder(options, letters), false);
  }

  @Override
  public Mark grade(Reply reply) {
    Optional<Integer> stated = statement.of(reply.text());
    if (stated.isEmpty()) {
      return new Mark.Wrong("not exactly one option is chosen");
    }
    String name = options.get(stated.get()).getFirst();
    return stated.get() == answer
        ? new Mark.Right("chooses " + name)
        : new Mark.Wrong("chooses " + name);
  }
}
