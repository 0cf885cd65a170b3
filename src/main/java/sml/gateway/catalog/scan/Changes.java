package sml.gateway.catalog.scan;

import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.growth.Scans.Report;
import sml.gateway.chat.Happening;

/** Tells the world which models a scan found new, missing or returned. */
@Component
final class Changes {
  /** Above this many of a kind at one provider one event stands for all of them. */
  private static final int MOST_SINGLE = 5;

  private static final int NAMED = 20;

  private final ApplicationEventPublisher events;

  Changes(ApplicationEventPublisher events) {
    this.events = events;
  }

  void tell(String provider, Report report) {
    tell(provider, "model_new", "new", "success", report.fresh());
    tell(provider, "model_missing", "missing", "warn", report.missing());
    tell(provider, "model_returned", "returned", "info", report.returned());
  }

  private void tell(String provider, String type, String word, String severity, List<String> ids) {
    if (ids.size() > MOST_SINGLE) {
      String names = String.join(", ", ids.subList(0, Math.min(NAMED, ids.size())));
      String more = ids.size() > NAMED ? " and " + (ids.size() - NAMED) + " more" : "";
      events.publishEvent(
          new Happening(
              type,
              "%s: %d models %s".formatted(provider, ids.size(), word),
              names + more,
              provider,
              null,
              severity));
      return;
    }
    for (String id : ids) {
      events.publishEvent(
          new Happening(
              type, "%s: model %s %s".formatted(provider, id, word), "", provider, id, severity));
    }
  }
}
