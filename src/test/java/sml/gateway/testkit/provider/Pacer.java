package sml.gateway.testkit.provider;

import java.time.Duration;

/** Converts the waits of a behaviour into the actual waits. */
@FunctionalInterface
public interface Pacer {
  /** Waits in full length. */
  Pacer REAL = named -> named;

  /** No waiting at all; silences still last until the peer disconnects. */
  Pacer NONE = named -> Duration.ZERO;

  /** The actual wait for a requested one. */
  Duration pace(Duration named);

  /** All waits times {@code factor}. */
  static Pacer scaled(double factor) {
    return named -> Duration.ofNanos((long) (named.toNanos() * factor));
  }
}
