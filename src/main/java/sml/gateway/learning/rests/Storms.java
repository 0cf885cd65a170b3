package sml.gateway.learning.rests;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;

/**
 * Notices that a provider answers a large share of its calls with 429, over several of its models,
 * which no memory per model can see, and lets the whole provider rest for a short time for requests
 * that did not name it. A share, not a count: a busy provider that refuses now and then keeps
 * answering.
 */
public interface Storms {

  /** The rest a provider keeps now, null when it keeps none. */
  @Nullable Pause of(String provider);

  /** A call of the provider ended otherwise than with a 429. */
  void called(ModelRef ref);

  /**
   * A model of the provider answered 429.
   *
   * @param wait how long the provider asks to wait, null when it does not say
   */
  void refused(ModelRef ref, @Nullable Duration wait);

  /** Forgets the storms of one provider, or of all when null; returns how many were resting. */
  int reset(@Nullable String provider);

  /**
   * What makes a storm.
   *
   * @param calls how many calls at least have to be known
   * @param share which share of them has to be 429s at least, above 0 to 1
   * @param models over how many models the 429s spread at least
   * @param within the age up to which a call counts
   * @param rest how long the provider rests when it does not say
   * @param longestRest how long it rests at most, whatever it says
   */
  record Rules(
      int calls, double share, int models, Duration within, Duration rest, Duration longestRest) {}

  /**
   * What replicas tell each other of one provider.
   *
   * @param atMs when the storm began or was forgotten, epoch milliseconds
   * @param pause the rest that came of it, null when it was forgotten
   */
  record Weather(long atMs, @Nullable Pause pause) {}
}
