package sml.gateway.school.grading;

import static java.util.stream.Collectors.toSet;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.Grader;
import sml.gateway.school.paper.GraderMark;

/**
 * Right is the number that the reply finally states, see {@link FinalStatement}: of several in the
 * deciding place the last one. Digits of any script, thousands separators and number words are
 * read. A unit beside it may be missing but not another one.
 */
final class NumberGrader implements Grader {
  private static final NumberFinder FINDER = new NumberFinder();
  private static final FinalStatement<BigDecimal> STATEMENT = new FinalStatement<>(FINDER, true);

  private final BigDecimal answer;
  private final BigDecimal tolerance;
  private final @Nullable String unit;
  private final Set<BigDecimal> given;

  /**
   * @param tolerance how far off still counts
   * @param unit the unit it may have, null when any will do
   * @param prompt the numbers in it are not taken for the answer where another could be meant
   */
  NumberGrader(BigDecimal answer, BigDecimal tolerance, @Nullable String unit, String prompt) {
    this.answer = answer.stripTrailingZeros();
    this.tolerance = tolerance;
    this.unit = unit == null ? null : UnitSpellings.known(unit);
    Set<BigDecimal> asked =
        FINDER.find(PlainText.unmarked(PlainText.characters(prompt))).stream()
            .map(FoundValue::value)
            .collect(toSet());
    this.given = asked.contains(this.answer) ? Set.of() : asked;
  }

  @Override
  public GraderMark grade(ExamReply reply) {
    Optional<BigDecimal> stated = STATEMENT.of(reply.text(), value -> !given.contains(value));
    if (stated.isEmpty()) {
      return new GraderMark.Wrong("no single number is stated");
    }
    BigDecimal value = stated.get();
    if (value.subtract(answer).abs().compareTo(tolerance) > 0) {
      return new GraderMark.Wrong("states " + value.toPlainString());
    }
    return unit != null && inAnotherUnit(reply, value, unit)
        ? new GraderMark.Wrong("states another unit than " + unit)
        : new GraderMark.Right("states " + value.toPlainString());
  }

  /** Whether every mention of the value has another unit. */
  private boolean inAnotherUnit(ExamReply reply, BigDecimal value, String wanted) {
    String words = PlainText.unmarked(PlainText.characters(reply.text()));
    var mentions =
        FINDER.find(words).stream().filter(foundValue -> foundValue.value().equals(value)).toList();
    return !mentions.isEmpty()
        && mentions.stream()
            .allMatch(
                foundValue ->
                    UnitSpellings.contradict(
                        wanted,
                        words.substring(Math.max(0, foundValue.start() - 10), foundValue.start()),
                        words.substring(foundValue.end())));
  }
}
