package sml.gateway.chat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the many ways providers write "in how long": Go durations ({@code 2m59.56s}, {@code 12ms}),
 * bare numbers (seconds, or an epoch in seconds or milliseconds), RFC 3339 and HTTP dates.
 */
public final class LenientTime {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|h|m|s|d)");
  private static final Pattern GO = Pattern.compile("(?:\\d+(?:\\.\\d+)?(?:ms|h|m|s|d))+");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

  private LenientTime() {}

  /** The time from {@code now}, clamped to 0…24 h; null when {@code text} is none of the forms. */
  public static @Nullable Duration parse(@Nullable String text, Instant now) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String value = text.strip();
    Duration parsed;
    if (NUMBER.matcher(value).matches()) {
      parsed = number(Double.parseDouble(value), now);
    } else if (GO.matcher(value).matches()) {
      parsed = go(value);
    } else {
      parsed = date(value, now);
    }
    return parsed == null ? null : clamp(parsed);
  }

  private static Duration number(double value, Instant now) {
    if (value >= 1e12) {
      return Duration.between(now, Instant.ofEpochMilli((long) value));
    }
    if (value >= 1e9) {
      return Duration.between(now, Instant.ofEpochSecond((long) value));
    }
    return Duration.ofNanos((long) (Math.min(value, 1e6) * 1e9));
  }

  private static Duration go(String value) {
    double seconds = 0;
    Matcher part = PART.matcher(value);
    while (part.find()) {
      double amount = Double.parseDouble(part.group(1));
      seconds +=
          switch (part.group(2)) {
            case "ms" -> amount / 1000;
            case "s" -> amount;
            case "m" -> amount * 60;
            case "h" -> amount * 3600;
            default -> amount * 86400;
          };
    }
    return Duration.ofNanos((long) (Math.min(seconds, 1e6) * 1e9));
  }

  private static @Nullable Duration date(String value, Instant now) {
    try {
      return Duration.between(now, ZonedDateTime.parse(value).toInstant());
    } catch (DateTimeParseException notRfc3339) {
      try {
        return Duration.between(
            now,
            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                .toInstant());
      } catch (DateTimeParseException notHttpDate) {
        return null;
      }
    }
  }

  private static Duration clamp(Duration value) {
    if (value.isNegative()) {
      return Duration.ZERO;
    }
    return value.compareTo(LONGEST) > 0 ? LONGEST : value;
  }
}
