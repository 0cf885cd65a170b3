package sml.gateway.chat.hedge;

import java.util.Locale;
import sml.gateway.chat.Candidate;
import sml.gateway.network.Cancellation;

/**
 * A candidate that is asked as part of a {@link Hedge}.
 *
 * @param reason why it was asked
 * @param lastChance no other candidate is left behind it, so a long silence is better than none
 * @param lost the switch that is thrown when another contender won
 * @param startedNanos {@link System#nanoTime()} when it joined
 */
public record HedgeContender(
    Candidate candidate, Reason reason, boolean lastChance, Cancellation lost, long startedNanos) {

  /** Why a contender joined. */
  public enum Reason {
    /** The hedge began with it. */
    START,
    /** It took the place of one that ended without content. */
    REFILL,
    /** Nothing valid had come by the time the best of those in flight usually has begun. */
    RESCUE;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
