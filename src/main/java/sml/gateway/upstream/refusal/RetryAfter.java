package sml.gateway.upstream.refusal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.LenientTime;

/** Finds out how long an upstream asks to be left alone. */
final class RetryAfter {
  private static final Pattern WORDS =
      Pattern.compile(
          "(?:try again|retry|wait|retrying)(?: (?:in|after|for))? "
              + "([0-9][0-9A-Za-z.:+-]{0,40})(?: (ms|milliseconds?|seconds?|minutes?|hours?))?",
          Pattern.CASE_INSENSITIVE);
  private static final String RESET = "x-ratelimit-reset";

  private RetryAfter() {}

  /** The time to wait, null when nothing was said; {@code headers} have lower-case names. */
  static @Nullable Duration of(
      int status, Map<String, String> headers, ErrorBody body, Instant now) {
    Duration told = status >= 400 ? header(headers, now) : null;
    if (told == null) {
      told = details(body.details(), now);
    }
    if (told == null) {
      told = words(body.message(), now);
    }
    return told == null && status == 429 ? resets(headers, now) : told;
  }

  private static @Nullable Duration header(Map<String, String> headers, Instant now) {
    String millis = headers.get("retry-after-ms");
    Duration told = millis == null ? null : LenientTime.parse(millis.strip() + "ms", now);
    return told == null ? LenientTime.parse(headers.get("retry-after"), now) : told;
  }

  private static @Nullable Duration details(JsonNode details, Instant now) {
    if (details.isArray()) {
      for (JsonNode detail : details) {
        Duration told = LenientTime.parse(detail.path("retryDelay").textValue(), now);
        if (told != null) {
          return told;
        }
      }
    }
    for (var header : details.path("headers").properties()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.equals("retry-after") || name.startsWith(RESET)) {
        return LenientTime.parse(header.getValue().asText(), now);
      }
    }
    return null;
  }

  private static @Nullable Duration words(String message, Instant now) {
    Matcher found = WORDS.matcher(message);
    while (found.find()) {
      String amount = found.group(1);
      while (amount.endsWith(".") || amount.endsWith(":") || amount.endsWith("-")) {
        amount = amount.substring(0, amount.length() - 1);
      }
      String unit = found.group(2);
      Duration told = LenientTime.parse(amount + suffix(unit), now);
      if (told != null) {
        return told;
      }
    }
    return null;
  }

  private static String suffix(@Nullable String unit) {
    String word = unit == null ? "" : unit.toLowerCase(Locale.ROOT);
    if (word.startsWith("ms") || word.startsWith("milli")) {
      return "ms";
    }
    return word.isEmpty() ? "" : word.substring(0, 1);
  }

  /** The longest reset of a window that is empty; when none says so, the shortest of all. */
  private static @Nullable Duration resets(Map<String, String> headers, Instant now) {
    Duration longestEmpty = null;
    Duration shortest = null;
    for (var header : headers.entrySet()) {
      Duration reset =
          header.getKey().startsWith(RESET) ? LenientTime.parse(header.getValue(), now) : null;
      if (reset == null) {
        continue;
      }
      String left = headers.get(header.getKey().replace(RESET, "x-ratelimit-remaining"));
      if ("0".equals(left) && (longestEmpty == null || reset.compareTo(longestEmpty) > 0)) {
        longestEmpty = reset;
      }
      if (shortest == null || reset.compareTo(shortest) < 0) {
        shortest = reset;
      }
    }
    return longestEmpty == null ? shortest : longestEmpty;
  }
}
