package sml.gateway.upstream.dialect;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sml.gateway.upstream.DurationParser;

/** The rate windows in the headers of a refusal. */
final class RateLimitWindows {
  private static final Pattern RESET =
      Pattern.compile(
          "(?:x-)?rate-?limit-(?:reset|timeremaining)(?!-after).*|anthropic-ratelimit-.*-reset");
  private static final Pattern LEFT = Pattern.compile("\\b(?:r|remaining) ?= ?\"?(\\d+)");
  private static final Pattern UNTIL = Pattern.compile("\\b(?:t|reset) ?= ?\"?(\\d+)");

  private RateLimitWindows() {}

  /** True for a window in which nothing is left. */
  static boolean isNone(@Nullable String remaining) {
    return remaining != null && remaining.strip().matches("0(?:\\.0*)?|-\\d+.*");
  }

  /**
   * How long until all windows that are empty are full again; when none is said to be empty, the
   * shortest of all. Null when there is no window.
   */
  static @Nullable Duration wait(Map<String, String> headers, Instant now) {
    var found = new Found();
    for (var header : headers.entrySet()) {
      String name = header.getKey();
      if (RESET.matcher(name).matches()) {
        String left =
            name.startsWith("anthropic-")
                ? headers.get(name.replace("-reset", "-remaining"))
                : headers.get(name.replace("reset", "remaining"));
        found.add(DurationParser.parse(header.getValue(), now), isNone(left));
      } else if (name.equals("ratelimit") || name.equals("x-ratelimit")) {
        for (String window : header.getValue().split("(?<=t=\\d{1,9}),", 20)) {
          Matcher until = UNTIL.matcher(window);
          Matcher left = LEFT.matcher(window);
          found.add(
              until.find() ? DurationParser.parse(until.group(1), now) : null,
              left.find() && isNone(left.group(1)));
        }
      }
    }
    return found.longestEmpty == null ? found.shortest : found.longestEmpty;
  }

  private static final class Found {
    private @Nullable Duration longestEmpty;
    private @Nullable Duration shortest;

    void add(@Nullable Duration reset, boolean empty) {
      if (reset == null) {
        return;
      }
      if (empty && (longestEmpty == null || reset.compareTo(longestEmpty) > 0)) {
        longestEmpty = reset;
      }
      if (shortest == null || reset.compareTo(shortest) < 0) {
        shortest = reset;
      }
    }
  }
}
