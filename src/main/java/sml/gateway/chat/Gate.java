package sml.gateway.chat;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a model may be asked right now: its breaker, cooldown and rate windows. Every
 * {@link Entry.Open} must be followed by exactly one {@link AttemptFinished} for that model.
 */
public interface Gate {

  /**
   * Asks for entry and books the request in the local rate windows.
   *
   * @param named the client named the model: its cooldown does not count, only its open breaker
   *     (one probe per interval) and the rate windows do
   */
  Entry enter(ModelRef ref, int estimatedTokens, boolean named);

  /** Takes note of the limits in response headers as soon as a head arrived. */
  void observe(ModelRef ref, @Nullable Long keyId, Map<String, String> headers);

  /** The answer to {@link #enter}. */
  sealed interface Entry {
    /** Go ahead. */
    record Open() implements Entry {}

    /** Not now; {@code retryAfter} is null while unknown. */
    record Shut(String reason, @Nullable Duration retryAfter) implements Entry {}
  }
}
