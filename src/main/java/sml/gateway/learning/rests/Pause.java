package sml.gateway.learning.rests;

/**
 * A rest a model or provider has to keep.
 *
 * @param sinceMs when it began, epoch milliseconds
 * @param untilMs when it ends, epoch milliseconds
 * @param byProvider the provider itself said how long, so that asking sooner is no use
 */
public record Pause(String reason, long sinceMs, long untilMs, boolean byProvider) {

  /** Milliseconds left; 0 or less when it is over. */
  public long leftMs(long now) {
    return untilMs - now;
  }
}
