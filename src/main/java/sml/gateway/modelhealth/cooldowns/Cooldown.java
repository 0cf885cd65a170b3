package sml.gateway.modelhealth.cooldowns;

import org.jspecify.annotations.Nullable;

/**
 * A time during which a model or provider is not asked.
 *
 * @param sinceMs when it began, epoch milliseconds
 * @param untilMs when it ends, epoch milliseconds
 * @param byProvider the provider itself said how long, so that asking sooner is no use
 * @param account the account that was refused: with another one the cooldown is over; null when the
 *     cause is the model or provider itself
 */
public record Cooldown(
    String reason, long sinceMs, long untilMs, boolean byProvider, @Nullable Long account) {

  /** Milliseconds left; 0 or less when it is over. */
  public long leftMs(long now) {
    return untilMs - now;
  }
}
