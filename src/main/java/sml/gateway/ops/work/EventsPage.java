package sml.gateway.ops.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Call;
import sml.gateway.chat.Envelope;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.HttpReply;

/**
 * {@code GET /api/events?since=}: at most 50 events, newest first; while the database is away, 503.
 */
@Component("events")
final class EventsPage {
  private static final Logger LOG = LoggerFactory.getLogger(EventsPage.class);
  private static final Duration USUAL = Duration.ofHours(1);
  private static final int MOST = 50;

  private final WorkStore store;
  private final ObjectMapper json;
  private final Clock clock;

  private record Body(List<Event> events) {}

  EventsPage(WorkStore store, ObjectMapper json, Clock clock) {
    this.store = store;
    this.json = json;
    this.clock = clock;
  }

  public HttpReply list(Call call) throws JsonProcessingException {
    Instant since = since(call.query().getOrDefault("since", ""));
    try {
      return HttpReply.json(200, json.writeValueAsBytes(new Body(store.events(since, MOST))));
    } catch (DataAccessException away) {
      LOG.debug("event=events_unreadable cause={}", away.getMostSpecificCause().toString());
      return HttpReply.json(
          503, Envelope.of(503, "The database cannot be read now.", null, "unavailable").json());
    }
  }

  private Instant since(String text) {
    try {
      return text.isEmpty()
          ? clock.instant().minus(USUAL)
          : text.matches("[0-9]{1,15}")
              ? Instant.ofEpochMilli(Long.parseLong(text))
              : Instant.parse(text);
    } catch (DateTimeException unreadable) {
      throw new GatewayException.InvalidRequest(
          "`since` must be an ISO time like 2026-01-31T12:00:00Z or milliseconds since 1970.",
          "since");
    }
  }
}
