package sml.gateway.school.grading;

import java.util.List;
import java.util.Optional;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.Grader;
import sml.gateway.school.paper.GraderMark;

/**
 * Right is the option that the reply names, by a name or by its letter, see {@link FinalStatement}.
 * Where the deciding place names two that are not negated, none is chosen.
 */
final class ChoiceGrader implements Grader {
  private final List<List<String>> options;
  private final int answer;
  private final FinalStatement<Integer> finalStatement;

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
    this.finalStatement = new FinalStatement<>(new OptionFinder(options, letters), false);
  }

  @Override
  public GraderMark grade(ExamReply reply) {
    Optional<Integer> stated = finalStatement.of(reply.text());
    if (stated.isEmpty()) {
      return new GraderMark.Wrong("not exactly one option is chosen");
    }
    String name = options.get(stated.get()).getFirst();
    return stated.get() == answer
        ? new GraderMark.Right("chooses " + name)
        : new GraderMark.Wrong("chooses " + name);
  }
}
