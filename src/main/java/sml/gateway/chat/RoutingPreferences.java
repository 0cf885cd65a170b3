package sml.gateway.chat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The developer's controls, from the body, {@code extra} or headers, in that order of precedence.
 *
 * @param prefer providers (or provider/model ids) that go first, in this order
 * @param exclude providers (or provider/model ids) that are not used
 * @param maxLatency models whose usual latency is above this are not used
 * @param chain explicit fallback chain of {@code models}, never re-ranked; empty when none
 */
public record RoutingPreferences(
    List<String> prefer,
    List<String> exclude,
    Strategy strategy,
    @Nullable Duration maxLatency,
    List<String> chain) {

  /** No preferences at all. */
  public static final RoutingPreferences NONE =
      new RoutingPreferences(List.of(), List.of(), Strategy.BALANCED, null, List.of());

  /** How candidates are ordered before {@code prefer} is applied. */
  public enum Strategy {
    BALANCED,
    FASTEST,
    STRONGEST
  }
}
