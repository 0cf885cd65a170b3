package sml.gateway.jobs;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException.InvalidRequest;

/** Reads the parameters of {@code GET /api/events}: since, severity, q and limit. */
@Component("eventsApi")
final class EventsApi {
  private static final Duration USUAL = Duration.ofHours(1);
  private static final int USUAL_ROWS = 50;
  private static final Duration USUAL_OF_A_PAGE = Duration.ofHours(24);
  private static final int ROWS_OF_A_PAGE = 200;
  private static final int MOST_ROWS = 500;
  private static final int LONGEST_TEXT = 200;
  private static final Set<String> SEVERITIES = Set.of("", "info", "success", "warn", "error");

  private final Clock clock;

  /**
   * Which events are wanted.
   *
   * @param since later than this
   * @param severity of this kind, empty for all
   * @param text that mention this, empty for all
   * @param limit at most so many, the newest
   */
  public record EventFilter(OffsetDateTime since, String severity, String text, int limit) {}

  EventsApi(Clock clock) {
    this.clock = clock;
  }

  /** The filter of a call of the API: the last hour and 50 rows unless given. */
  public EventFilter filter(
      @Header("since") @Nullable String since,
      @Header("severity") @Nullable String severity,
      @Header("q") @Nullable String text,
      @Header("limit") @Nullable String limit) {
    return new EventFilter(since(since, USUAL), severity(severity), text(text), rows(limit));
  }

  /** The filter of the page, which shows the last day unless given. */
  public EventFilter pageFilter(
      @Header("since") @Nullable String since,
      @Header("severity") @Nullable String severity,
      @Header("q") @Nullable String text) {
    return new EventFilter(
        since(since, USUAL_OF_A_PAGE), severity(severity), text(text), ROWS_OF_A_PAGE);
  }

  private OffsetDateTime since(@Nullable String text, Duration usual) {
    return instant(text, usual).atOffset(ZoneOffset.UTC);
  }

  private Instant instant(@Nullable String text, Duration usual) {
    if (text == null || text.isEmpty()) {
      return clock.instant().minus(usual);
    }
    if (text.matches("[0-9]{1,5}h")) {
      return clock.instant().minus(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)));
    }
    try {
      return text.matches("[0-9]{1,15}")
          ? Instant.ofEpochMilli(Long.parseLong(text))
          : Instant.parse(text);
    } catch (DateTimeException unreadable) {
      throw new InvalidRequest(
          "`since` must be an ISO time like 2026-01-31T12:00:00Z, milliseconds since 1970 or hours"
              + " like 24h.",
          "since");
    }
  }

  private static String severity(@Nullable String given) {
    String severity = given == null ? "" : given;
    if (!SEVERITIES.contains(severity)) {
      throw new InvalidRequest("`severity` must be info, success, warn or error.", "severity");
    }
    return severity;
  }

  private static String text(@Nullable String given) {
    String text = given == null ? "" : given.strip();
    // PostgreSQL compares no text with a NUL
    if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
      throw new InvalidRequest(
          "`q` must be a text of at most " + LONGEST_TEXT + " characters.", "q");
    }
    return text;
  }

  private static int rows(@Nullable String limit) {
    if (limit == null || limit.isEmpty()) {
      return USUAL_ROWS;
    }
    if (!limit.matches("[0-9]{1,9}")) {
      throw new InvalidRequest("`limit` must be a whole number from 0.", "limit");
    }
    return Math.min(MOST_ROWS, Integer.parseInt(limit));
  }
}
