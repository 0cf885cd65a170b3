package sml.gateway.school.grading;

import java.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.Grader;
import sml.gateway.school.paper.GraderMark;

/**
 * Right is the time of day that the reply finally states, see {@link FinalStatement}. Where the
 * question has other times that may come up, the reply is right when it names the time and no
 * others but those.
 */
final class TimeGrader implements Grader {
  private static final TimeFinder TIMES = new TimeFinder();
  private static final FinalStatement<LocalTime> STATEMENT = new FinalStatement<>(TIMES, true);

  private final LocalTime answer;
  private final Set<LocalTime> also;

  /** {@code also}: other times that may come up; empty for a question that has one answer. */
  TimeGrader(LocalTime answer, Collection<LocalTime> also) {
    this.answer = answer;
    this.also = Set.copyOf(also);
  }

  @Override
  public GraderMark grade(ExamReply reply) {
    if (!also.isEmpty()) {
      return named(reply);
    }
    Optional<LocalTime> stated = STATEMENT.of(reply.text());
    return stated
        .<GraderMark>map(this::judge)
        .orElse(new GraderMark.Wrong("no single time is stated"));
  }

  private GraderMark named(ExamReply reply) {
    String words = PlainText.unmarked(PlainText.characters(reply.text()));
    List<LocalTime> named = TIMES.find(words).stream().map(FoundValue::value).toList();
    return named.contains(answer)
            && named.stream().allMatch(time -> time.equals(answer) || also.contains(time))
        ? new GraderMark.Right("names " + answer)
        : new GraderMark.Wrong("names " + named);
  }

  private GraderMark judge(LocalTime stated) {
    return stated.equals(answer)
        ? new GraderMark.Right("states " + stated)
        : new GraderMark.Wrong("states " + stated);
  }
}
