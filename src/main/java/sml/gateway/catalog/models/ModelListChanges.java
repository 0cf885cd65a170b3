package sml.gateway.catalog.models;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import sml.gateway.catalog.updates.ModelScans.Report;
import sml.gateway.jobs.OperatorEvent;

/** Saves a scanned list and reports which models are new, missing or returned: both or neither. */
@Component
class ModelListChanges {
  /** Above this many of a kind at one provider one event stands for all of them. */
  private static final int MOST_SINGLE = 5;

  private static final int NAMED = 20;

  private final ModelStore models;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  ModelListChanges(ModelStore models, ApplicationEventPublisher events, Clock clock) {
    this.models = models;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Takes in a list.
   *
   * @param costly ids that are on the list and not offered, since they cost something
   */
  @Transactional
  public Report take(String provider, List<ScannedModel> scanned, Set<String> costly) {
    ModelStore.Changes found = models.replace(provider, scanned, clock.instant());
    models.withdraw(provider, costly);
    report(provider, "model_new", "new", "success", found.fresh());
    report(provider, "model_missing", "missing", "warn", found.missing());
    report(provider, "model_returned", "returned", "info", found.returned());
    return new Report(
        true, scanned.size(), found.fresh(), found.missing(), found.returned(), null, false);
  }

  private void report(
      String provider, String type, String word, String severity, List<String> ids) {
    if (ids.size() > MOST_SINGLE) {
      String names = String.join(", ", ids.subList(0, Math.min(NAMED, ids.size())));
      String more = ids.size() > NAMED ? " and " + (ids.size() - NAMED) + " more" : "";
      events.publishEvent(
          new OperatorEvent(
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
          new OperatorEvent(
              type, "%s: model %s %s".formatted(provider, id, word), "", provider, id, severity));
    }
  }
}
