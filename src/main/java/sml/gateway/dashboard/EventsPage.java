package sml.gateway.dashboard;

import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** {@code GET /events}: events and the worker log, with filters that stand in the address. */
@Component("eventsPage")
final class EventsPage {
  private static final List<String> SINCE = List.of("1h", "24h", "168h", "720h");
  private static final List<String> SEVERITIES = List.of("error", "warn", "success", "info");

  private final PageRenderer renderer;

  EventsPage(PageRenderer renderer) {
    this.renderer = renderer;
  }

  public HttpReply show(
      @Body HttpCall call,
      @Variable("filter") Object eventFilter,
      @Variable("events") Object events,
      @Variable("workerLog") Object workerLog) {
    Map<String, String> query = call.query();
    return renderer.render(
        call,
        200,
        "events",
        Map.of(
            "events", renderer.rows(events),
            "entries", renderer.rows(workerLog),
            "filter", renderer.object(eventFilter),
            "since", query.getOrDefault("since", "24h"),
            "spans", SINCE,
            "severities", SEVERITIES));
  }
}
