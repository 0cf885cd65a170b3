package sml.gateway.upstream;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the many ways providers write "in how long": durations of Go and of ISO 8601 ({@code
 * 2m59.56s}, {@code 1d2h}, {@code PT36S}), in words ({@code 3 days}, {@code 1 hour and 20 minutes})
 * and as a clock ({@code 03:12:44}), bare numbers (seconds, milliseconds where seconds would be
 * absurd, or an epoch in either), dates of RFC 3339, of HTTP and plain ones.
 */
public final class DurationParser {
  /** No reset is later: the longest quotas are those of a month. */
  private static final Duration LONGEST = Duration.ofDays(32);

  private static final String AMOUNT = "((?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?)[ -]?";
  private static final String UNIT =
      "(milliseconds?|millis|msecs?|ms|seconds?|secs?|s|minutes?|mins?|months?|m|hours?|hrs?|h"
          + "|days?|d|weeks?|w)(?![a-z])";
  private static final Pattern PART = Pattern.compile(AMOUNT + UNIT, Pattern.CASE_INSENSITIVE);
  private static final Pattern PARTS =
      Pattern.compile("(?:" + AMOUNT + UNIT + "(?:,? and |, ?| )?)+", Pattern.CASE_INSENSITIVE);
  private static final Pattern ISO_DURATION = Pattern.compile("P(?=[0-9T])[0-9DTHMS.]{1,30}");
  private static final Pattern CLOCK =
      Pattern.compile(
          "(\\d{1,3}):([0-5]\\d):([0-5]\\d(?:\\.\\d{1,9})?)(?! ?(?:UTC|GMT|Z|AM|PM|[(+]))");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
  private static final Pattern COUNTED =
      Pattern.compile(" ?(?:requests?|tokens?|calls?|messages?|times|[%/x:-]).*", Pattern.DOTALL);
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})(?:[T ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?))?"
              + " ?(Z|UTC|GMT|[+-]\\d{2}:?\\d{2}(?: UTC)?)?");
  private static final Pattern HTTP_DATE =
      Pattern.compile(
          "[A-Za-z]{3}, \\d{1,2} [A-Za-z]{3} \\d{4} \\d{2}:\\d{2}:\\d{2} (?:GMT|[+-]\\d{4})");

  private DurationParser() {}

  /** The time from {@code now}, clamped to 0…32 days; null when {@code text} is no such form. */
  public static @Nullable Duration parse(@Nullable String text, Instant now) {
    return parse(text, now, ZoneOffset.UTC);
  }

  /** The same; {@code zone} is meant by dates that name none. */
  public static @Nullable Duration parse(@Nullable String text, Instant now, ZoneId zone) {
    return text == null || text.isBlank() ? null : read(text.strip(), now, zone, true);
  }

  /** The time that {@code text} begins with, whatever follows it; null when it begins with none. */
  public static @Nullable Duration leading(String text, Instant now, ZoneId zone) {
    return read(text, now, zone, false);
  }

  private static @Nullable Duration read(String text, Instant now, ZoneId zone, boolean whole) {
    try {
      Duration time = date(text, now, zone, whole);
      time = time == null ? duration(text, whole) : time;
      time = time == null ? number(text, now, whole) : time;
      return time == null ? null : clamp(time);
    } catch (DateTimeException | ArithmeticException notOne) {
      return null;
    }
  }

  private static @Nullable Duration date(String text, Instant now, ZoneId zone, boolean whole) {
    Matcher plain = match(DATE, text, whole);
    if (plain != null) {
      return Duration.between(now, date(plain, zone));
    }
    Matcher http = match(HTTP_DATE, text, whole);
    return http == null ? null : Duration.between(now, httpDate(http.group()));
  }

  private static @Nullable Duration duration(String text, boolean whole) {
    Matcher clock = match(CLOCK, text, whole);
    if (clock != null) {
      return clock(clock);
    }
    Matcher parts = match(PARTS, text, whole);
    if (parts != null) {
      return parts(parts.group());
    }
    Matcher iso = match(ISO_DURATION, text, whole);
    return iso == null ? null : Duration.parse(iso.group());
  }

  private static @Nullable Duration number(String text, Instant now, boolean whole) {
    Matcher found = match(NUMBER, text, whole);
    return found == null || COUNTED.matcher(text.substring(found.end())).matches()
        ? null
        : number(Double.parseDouble(found.group()), now);
  }

  private static @Nullable Matcher match(Pattern pattern, String text, boolean whole) {
    Matcher matcher = pattern.matcher(text);
    return (whole ? matcher.matches() : matcher.lookingAt()) ? matcher : null;
  }

  private static Duration number(double value, Instant now) {
    if (value >= 1e12) {
      return Duration.between(now, Instant.ofEpochMilli((long) Math.min(value, 1e15)));
    }
    if (value >= 1e9) {
      return Duration.between(now, Instant.ofEpochSecond((long) value));
    }
    return seconds(value > LONGEST.toSeconds() ? value / 1000 : value);
  }

  private static Duration parts(String text) {
    double seconds = 0;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      double amount = Double.parseDouble(part.group(1).replace(",", ""));
      seconds += amount * unit(part.group(2).toLowerCase(Locale.ROOT));
    }
    return seconds(seconds);
  }

  private static double unit(String word) {
    if (word.startsWith("ms") || word.startsWith("mil")) {
      return 0.001;
    }
    if (word.startsWith("mo")) {
      return 30 * 86_400;
    }
    return switch (word.charAt(0)) {
      case 's' -> 1;
      case 'm' -> 60;
      case 'h' -> 3_600;
      case 'd' -> 86_400;
      default -> 7 * 86_400;
    };
  }

  private static Duration clock(Matcher found) {
    return seconds(
        Integer.parseInt(found.group(1)) * 3600.0
            + Integer.parseInt(found.group(2)) * 60.0
            + Double.parseDouble(found.group(3)));
  }

  private static Instant date(Matcher found, ZoneId zone) {
    String time = found.group(2);
    LocalTime at = time == null ? LocalTime.MIDNIGHT : LocalTime.parse(time);
    return LocalDate.parse(found.group(1))
        .atTime(at)
        .atZone(zone(found.group(3), zone))
        .toInstant();
  }

  private static ZoneId zone(@Nullable String named, ZoneId usual) {
    if (named == null) {
      return usual;
    }
    char first = named.charAt(0);
    return first == '+' || first == '-' ? ZoneOffset.of(named.replace(" UTC", "")) : ZoneOffset.UTC;
  }

  private static Instant httpDate(String value) throws DateTimeParseException {
    return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
        .toInstant();
  }

  private static Duration seconds(double value) {
    return Duration.ofNanos(Math.round(Math.min(value, LONGEST.toSeconds()) * 1e9));
  }

  private static Duration clamp(Duration value) {
    if (value.isNegative()) {
      return Duration.ZERO;
    }
    return value.compareTo(LONGEST) > 0 ? LONGEST : value;
  }
}
