package sml.gateway.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.springframework.stereotype.Component;
import sml.gateway.chat.HttpReply;
import sml.gateway.chat.WorkBook;
import sml.gateway.chat.WorkBook.Level;
import sml.gateway.discovery.Explorer.Trip;

/** Looks for new providers: as a step of the work cycle, and when somebody asks for it. */
@Component("discovery")
final class Discovery {
  private final Explorer explorer;
  private final WorkBook book;
  private final DiscoverySettings settings;
  private final ObjectMapper json;

  Discovery(Explorer explorer, WorkBook book, DiscoverySettings settings, ObjectMapper json) {
    this.explorer = explorer;
    this.book = book;
    this.settings = settings;
    this.json = json;
  }

  /** The step of the cycle. */
  public void discover() {
    if (settings.enabled()) {
      sumUp(explorer.explore(false));
    }
  }

  /** {@code POST /api/provider-catalog}: looks around now and answers what came of it. */
  public HttpReply now() throws JsonProcessingException {
    ObjectNode answer = json.createObjectNode().put("ok", true);
    if (!settings.enabled()) {
      answer.put("scanned", 0).put("newFound", 0).putArray("newProviders");
      answer.put("message", "Discovery is switched off.");
      return HttpReply.json(200, json.writeValueAsBytes(answer));
    }
    Trip trip = explorer.explore(true);
    sumUp(trip);
    answer.put("scanned", trip.scanned()).put("newFound", trip.found().size());
    answer.set("newProviders", json.valueToTree(trip.found()));
    answer.set("refused", json.valueToTree(trip.refused()));
    answer.set("failedSources", json.valueToTree(trip.failed()));
    return HttpReply.json(200, json.writeValueAsBytes(answer));
  }

  private void sumUp(Trip trip) {
    book.note(
        Explorer.STEP,
        trip.failed().isEmpty() ? Level.SUCCESS : Level.WARN,
        "Looked at %d entries: %d new, %d refused, %d sources failed"
            .formatted(
                trip.scanned(), trip.found().size(), trip.refused().size(), trip.failed().size()));
  }
}
