package sml.gateway.school.grading;

import java.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sml.gateway.school.exam.Grader;
import sml.gateway.school.exam.Mark;
import sml.gateway.school.exam.Reply;
import sml.gateway.school.grading.reading.Found;
import sml.gateway.school.grading.reading.Plain;
import sml.gateway.school.grading.reading.Statement;
import sml.gateway.school.grading.reading.TimeFinder;

/**
 * Right is the time of day that the reply finally states, see {@link Statement}. Where the question
 * has other times that may come up, the reply is right when it names the time and no others but
 * those.
 */
final class TimeGrader implements Grader {
  private static final TimeFinder TIMES = new TimeFinder();
  private static final Statement<LocalTime> STATEMENT = new Statement<>(TIMES, true);

  private final LocalTime answer;
  private final Set<LocalTime> also;

  /** {@code also}: other times that may come up; empty for a question that has one answer. */
  TimeGrader(LocalTime answer, Collection<LocalTime> also) {
    this.answer = answer;
    this.also = Set.copyOf(also);
  }

  @Override
  public Mark grade(Reply reply) {
    if (!also.isEmpty()) {
      return named(reply);
    }
    Optional<LocalTime> stated = STATEMENT.of(reply.text());
    return stated.<Mark>map(this::judge).orElse(new Mark.Wrong("no single time is stated"));
  }

  private Mark named(Reply reply) {
    String words = Plain.unmarked(Plain.characters(reply.text()));
    List<LocalTime> named = TIMES.find(words).stream().map(Found::value).toList();
    return named.contains(answer)
            && named.stream().allMatch(time -> time.equals(answer) || also.contains(time))
        ? new Mark.Right("names " + answer)
        : new Mark.Wrong("names " + named);
  }

  private Mark judge(LocalTime stated) {
    return stated.equals(answer)
        ? new Mark.Right("states " + stated)
        : new Mark.Wrong("states " + stated);
  }
}
