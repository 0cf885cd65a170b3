package sml.gateway.jobs;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException.InvalidRequest;

/** Reads the parameter of {@code GET /api/events?since=}. */
@Component("eventsApi")
final class EventsApi {
  private static final Duration USUAL = Duration.ofHours(1);

  private final Clock clock;

  EventsApi(Clock clock) {
    this.clock = clock;
  }

  /** The time after which events are wanted; an hour ago unless given. */
  public OffsetDateTime since(@Header("since") @Nullable String text) {
    return instant(text).atOffset(ZoneOffset.UTC);
  }

  private Instant instant(@Nullable String text) {
    try {
      return text == null || text.isEmpty()
          ? clock.instant().minus(USUAL)
          : text.matches("[0-9]{1,15}")
              ? Instant.ofEpochMilli(Long.parseLong(text))
              : Instant.parse(text);
    } catch (DateTimeException unreadable) {
      throw new InvalidRequest(
          "`since` must be an ISO time like 2026-01-31T12:00:00Z or milliseconds since 1970.",
          "since");
    }
  }
}
