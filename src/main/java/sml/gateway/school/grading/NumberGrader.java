package sml.gateway.school.grading;

import static java.util.stream.Collectors.toSet;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.school.exam.Grader;
import sml.gateway.school.exam.Mark;
import sml.gateway.school.exam.Reply;
import sml.gateway.school.grading.reading.Found;
import sml.gateway.school.grading.reading.NumberFinder;
import sml.gateway.school.grading.reading.Plain;
import sml.gateway.school.grading.reading.Statement;
import sml.gateway.school.grading.reading.Units;

/**
 * Right is the number that the reply finally states, see {@link Statement}: of several in the
 * deciding place the last one. Digits of any script, thousands separators and number words are
 * read. A unit beside it may be missing but not another one.
 */
final class NumberGrader implements Grader {
  private final BigDecimal answer;
  private final BigDecimal tolerance;
  private final @Nullable String unit;
  private final Set<BigDecimal> given;
  private final NumberFinder finder = new NumberFinder();
  private final Statement<BigDecimal> statement = new Statement<>(finder, true);

  /**
   * @param tolerance how far off still counts
   * @param unit the unit it may have, null when any will do
   * @param prompt the numbers in it are not taken for the answer where another could be meant
   */
  NumberGrader(BigDecimal answer, BigDecimal tolerance, @Nullable String unit, String prompt) {
    this.answer = answer.stripTrailingZeros();
    this.tolerance = tolerance;
    this.unit = unit == null ? null : Units.known(unit);
    Set<BigDecimal> asked =
        finder.find(Plain.unmarked(Plain.characters(prompt))).stream()
            .map(Found::value)
            .collect(toSet());
    this.given = asked.contains(this.answer) ? Set.of() : asked;
  }

  @Override
  public Mark grade(Reply reply) {
    Optional<BigDecimal> stated = statement.of(reply.text(), value -> !given.contains(value));
    if (stated.isEmpty()) {
      return new Mark.Wrong("no single number is stated");
    }
    BigDecimal value = stated.get();
    if (value.subtract(answer).abs().compareTo(tolerance) > 0) {
      return new Mark.Wrong("states " + value.toPlainString());
    }
    return unit != null && inAnotherUnit(reply, value, unit)
        ? new Mark.Wrong("states another unit than " + unit)
        : new Mark.Right("states " + value.toPlainString());
  }

  /** Whether every mention of the value has another unit. */
  private boolean inAnotherUnit(Reply reply, BigDecimal value, String wanted) {
    String words = Plain.unmarked(Plain.characters(reply.text()));
    var mentions =
        finder.find(words).stream().filter(found -> found.value().equals(value)).toList();
    return !mentions.isEmpty()
        && mentions.stream()
            .allMatch(
                found ->
                    Units.contradict(
                        wanted,
                        words.substring(Math.max(0, found.start() - 10), found.start()),
                        words.substring(found.end())));
  }
}
