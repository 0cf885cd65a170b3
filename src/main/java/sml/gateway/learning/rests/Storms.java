package sml.gateway.learning.rests;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;

/**
 * Notices that a provider answers 429 for several of its models at once, which no memory per model
 * can see, and lets the whole provider rest for requests that did not name it.
 */
public interface Storms {

  /** The rest a provider keeps now, null when it keeps none. */
  @Nullable Pause of(String provider);

  /** A model of the provider answered 429; returns the time this counts for, epoch milliseconds. */
  long refused(ModelRef ref);

  /** Forgets all storms; returns how many providers were resting. */
  int reset();

  /**
   * What makes a storm.
   *
   * @param hits how many 429s
   * @param models over how many models at least
   * @param within in which time
   * @param rest how long the provider rests then
   */
  record Rules(int hits, int models, Duration within, Duration rest) {}

  /**
   * What replicas tell each other of one provider.
   *
   * @param atMs when the storm began or was forgotten, epoch milliseconds
   * @param pause the rest that came of it, null when it was forgotten
   */
  record Weather(long atMs, @Nullable Pause pause) {}
}
