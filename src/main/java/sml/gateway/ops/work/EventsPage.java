package sml.gateway.ops.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Call;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.HttpReply;

/**
 * {@code GET /api/events?since=}: at most 50 events, newest first, those included that are not in
 * the database yet; while it is away, only those.
 */
@Component("events")
final class EventsPage {
  private static final Logger LOG = LoggerFactory.getLogger(EventsPage.class);
  private static final Duration USUAL = Duration.ofHours(1);
  private static final int MOST = 50;

  private final EventBook book;
  private final WorkStore store;
  private final ObjectMapper json;
  private final Clock clock;

  private record Body(List<Event> events) {}

  EventsPage(EventBook book, WorkStore store, ObjectMapper json, Clock clock) {
    this.book = book;
    this.store = store;
    this.json = json;
    this.clock = clock;
  }

  public HttpReply list(Call call) throws JsonProcessingException {
    Instant since = since(call.query().getOrDefault("since", ""));
    // what waits first: an event that moves meanwhile is seen twice and not missed
    List<Event> waiting = book.events().all();
    Stream<Event> stored =
        stored(since).stream().filter(event -> !waiting.contains(event.unnumbered()));
    List<Event> events =
        Stream.concat(waiting.stream(), stored)
            .filter(event -> event.createdAt().isAfter(since))
            .sorted(Comparator.comparing(Event::createdAt).reversed())
            .limit(MOST)
            .toList();
    return HttpReply.json(200, json.writeValueAsBytes(new Body(events)));
  }

  private List<Event> stored(Instant since) {
    try {
      return store.events(since, MOST);
    } catch (DataAccessException away) {
      LOG.debug("event=events_unreadable cause={}", away.getMostSpecificCause().toString());
      return List.of();
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
