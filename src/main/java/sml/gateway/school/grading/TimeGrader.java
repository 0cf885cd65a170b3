package sml.gateway.school.grading;

import java.time.LocalTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

  /** Reads times of day: 14:05, 14.05 น., 2:05 PM, 14 นาฬิกา 5 นาที, and Thai hours. */
  private static final class TimeFinder implements ValueFinder<LocalTime> {
    private static final Pattern TIME =
        Pattern.compile(
            "(?i)(?<![\\d.:,])(?:(?<h>\\d{1,2})[:.](?<m>\\d{2})(?::00)?(?!\\d|[:.,]\\d)"
                + "|(?<h2>\\d{1,2})\\s*(?:นาฬิกา|h)\\s*(?<m2>\\d{1,2})(?:\\s*(?:นาที|minutes?|min))?)"
                + "(?:\\s*(?<half>[ap])\\.?m\\b\\.?)?"
                + "|(?<![\\d.:,])(?<h3>\\d{1,2})\\s*(?:นาฬิกา|น\\.)(?!\\s*\\d)"
                + "|(?<![\\d.:,])(?<h4>\\d{1,2})\\s*(?<half4>[ap])\\.?m\\b\\.?");

    @Override
    public List<FoundValue<LocalTime>> find(String text) {
      List<FoundValue<LocalTime>> digital =
          TIME.matcher(text).results().flatMap(hit -> time(hit).stream()).toList();
      return Stream.concat(digital.stream(), ThaiHours.find(text).stream())
          .sorted(Comparator.comparingInt(FoundValue::start))
          .toList();
    }

    @Override
    public String company() {
      return "(?:\\s*(?:นาฬิกา|น\\.|น(?![ก-๎])|เวลา|hrs?\\b\\.?|o'clock|at\\b)\\s*|\\s+(?=\\S))";
    }

    private static Optional<FoundValue<LocalTime>> time(MatchResult hit) {
      int hour = number(hit, "h", "h2", "h3", "h4");
      int minute = number(hit, "m", "m2");
      String half = hit.group("half") == null ? hit.group("half4") : hit.group("half");
      if (half != null) {
        if (hour < 1 || hour > 12) {
          return Optional.empty();
        }
        hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
      }
      return hour > 23 || minute > 59
          ? Optional.empty()
          : Optional.of(new FoundValue<>(LocalTime.of(hour, minute), hit.start(), hit.end()));
    }

    private static int number(MatchResult hit, String... groups) {
      return Stream.of(groups)
          .map(hit::group)
          .filter(Objects::nonNull)
          .mapToInt(Integer::parseInt)
          .findFirst()
          .orElse(0);
    }
  }
}
