package sml.gateway.chat;

import java.time.Duration;
import java.time.Instant;

/**
 * One admitted chat request.
 *
 * @param model the model as the client named it; {@code sml/auto} when it named none
 * @param body the request body as it arrived
 * @param patience how long the client waits in all, counted from {@code call.startedNanos}
 */
public record Turn(
    Call call,
    String model,
    RawObject body,
    Profile profile,
    Wishes wishes,
    Instant receivedAt,
    Duration patience) {

  /** The request id. */
  public String id() {
    return call.id();
  }

  /** Milliseconds since the request arrived. */
  public long elapsedMs() {
    return (System.nanoTime() - call.startedNanos()) / 1_000_000;
  }

  /** Time left of the client's patience; negative when it is over. */
  public Duration patienceLeft() {
    return patience.minusNanos(System.nanoTime() - call.startedNanos());
  }

  /** The switch that is thrown when the client leaves. */
  public Cancellation gone() {
    return call.client().gone();
  }
}
