package sml.gateway.school.grading;

import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads times of day: 14:05, 14.05 น., 2:05 PM, 14 นาฬิกา 5 นาที, and Thai hours. */
final class TimeFinder implements ValueFinder<LocalTime> {
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
