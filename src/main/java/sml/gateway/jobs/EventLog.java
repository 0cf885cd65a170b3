package sml.gateway.jobs;

import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.storage.StorableText;

/** Saves events in the transaction of their publisher. */
@Component("eventLog")
final class EventLog {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_TEXT = 1_000;
  private static final Set<String> SEVERITIES = Set.of("info", "success", "warn", "error");

  private final WorkerStore store;
  private final Clock clock;

  EventLog(WorkerStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @EventListener
  public void record(OperatorEvent operatorEvent) {
    store.writeEvent(
        new WorkerStore.EventRow(
            null,
            StorableText.storable(operatorEvent.type(), LONGEST_NAME),
            StorableText.storable(operatorEvent.title(), LONGEST_TEXT),
            StorableText.storable(operatorEvent.detail(), LONGEST_TEXT),
            name(operatorEvent.provider()),
            name(operatorEvent.modelId()),
            SEVERITIES.contains(operatorEvent.severity()) ? operatorEvent.severity() : "info",
            clock.instant()));
  }

  private static @Nullable String name(@Nullable String text) {
    return text == null ? null : StorableText.storable(text, LONGEST_NAME);
  }
}
