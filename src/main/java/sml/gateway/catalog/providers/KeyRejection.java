package sml.gateway.catalog.providers;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a provider has rejected a key.
 *
 * @param since when it was rejected first
 * @param until when it is checked again
 * @param times how often it was rejected since a call with it was last answered
 * @param said the provider's words
 */
record KeyRejection(Instant since, Instant until, int times, String said) {
  private static final int LONGEST_WORDS = 300;
  private static final int MOST_DOUBLINGS = 20;

  /** One more rejection: the cooldown is twice as long as after the last one. */
  static KeyRejection next(
      @Nullable KeyRejection before, String said, Instant now, Duration first, Duration longest) {
    int times = before == null ? 1 : before.times() + 1;
    Duration doubled = first.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
    Duration cooldown = doubled.compareTo(longest) > 0 ? longest : doubled;
    String words = said.length() > LONGEST_WORDS ? said.substring(0, LONGEST_WORDS) : said;
    return new KeyRejection(
        before == null ? now : before.since(), now.plus(cooldown), times, words);
  }
}
