package sml.gateway.ops.work;

import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Happening;
import sml.gateway.ops.log.Text;

/** Writes down what happens, in the transaction of whoever publishes it. */
@Component("eventBook")
final class EventBook {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_TEXT = 1_000;
  private static final Set<String> SEVERITIES = Set.of("info", "success", "warn", "error");

  private final WorkStore store;
  private final Clock clock;

  EventBook(WorkStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @EventListener
  public void record(Happening happening) {
    store.writeEvent(
        new Event(
            null,
            Text.storable(happening.type(), LONGEST_NAME),
            Text.storable(happening.title(), LONGEST_TEXT),
            Text.storable(happening.detail(), LONGEST_TEXT),
            name(happening.provider()),
            name(happening.modelId()),
            SEVERITIES.contains(happening.severity()) ? happening.severity() : "info",
            clock.instant()));
  }

  private static @Nullable String name(@Nullable String text) {
    return text == null ? null : Text.storable(text, LONGEST_NAME);
  }
}
