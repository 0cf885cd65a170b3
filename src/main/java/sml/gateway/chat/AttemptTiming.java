package sml.gateway.chat;

import org.jspecify.annotations.Nullable;

/**
 * When an attempt happened, in milliseconds since its request arrived.
 *
 * @param firstContentMs when valid content was seen first, null when none was
 */
public record AttemptTiming(long startedMs, @Nullable Long firstContentMs, long endedMs) {

  /** How long the attempt took, in milliseconds. */
  public long tookMs() {
    return endedMs - startedMs;
  }
}
