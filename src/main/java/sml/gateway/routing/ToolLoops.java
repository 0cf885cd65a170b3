package sml.gateway.routing;

import java.util.Map;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.NewestMap;
import sml.gateway.chat.ToolCallsMade;

/**
 * Remembers which model made a tool call, so that the result goes back to it: another model may not
 * understand the call, or refuse its id. Keeps the newest calls only, and nothing of what was said.
 */
@Component
final class ToolLoops {
  private static final int KEPT = 20_000;

  private final Map<String, ModelRef> makers = new NewestMap<>(KEPT);

  @EventListener
  synchronized void on(ToolCallsMade made) {
    made.ids().forEach(id -> makers.put(id, made.ref()));
  }

  /** The model that made the tool call whose result the request brings. */
  synchronized Optional<ModelRef> maker(ChatRequest request) {
    String id = request.profile().toolCallId();
    return id == null ? Optional.empty() : Optional.ofNullable(makers.get(id));
  }
}
