package sml.gateway.learning.circuit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Persisted;

/**
 * A circuit breaker per (provider, model). Whoever is let in tells its end by exactly one of {@link
 * #succeeded}, {@link #failed} and {@link #released}.
 */
public interface Breakers extends Persisted<Breakers.Row> {

  /**
   * Asks for entry; lets one probe at a time through a breaker that was open long enough, and one
   * per interval through any open breaker when the client named the model.
   *
   * @return 0 when let in, else the milliseconds until asking again makes sense
   */
  long enter(ModelRef ref, boolean named);

  /** Milliseconds for which an unnamed request would not be let in; 0 when it would. */
  long shutFor(ModelRef ref);

  /** An attempt that began then succeeded. */
  void succeeded(ModelRef ref, long startedMs);

  /** An attempt that began then failed. */
  void failed(ModelRef ref, long startedMs);

  /** An attempt ended without a verdict. */
  void released(ModelRef ref, long startedMs);

  /** Every breaker that was used. */
  List<Row> all();

  /** Closes the breaker of one model, or all when null; returns how many were not closed. */
  int reset(@Nullable ModelRef ref);

  /**
   * One breaker.
   *
   * @param state {@code closed}, {@code open} or {@code half_open}
   * @param calls recent results it rests on
   * @param failed how many of those were failures
   * @param openUntilMs when the next probe of an unnamed request is due, 0 when closed
   */
  record Row(ModelRef ref, String state, int calls, int failed, long openUntilMs) {}

  /**
   * What replicas tell each other of one breaker; times in epoch milliseconds, 0 for never.
   *
   * @param atMs when it was decided; a later ruling replaces an earlier one
   * @param openedMs when it opened, 0 when it is closed
   * @param openUntilMs when the next probe of an unnamed request is due
   * @param probedMs when the last probe was let in
   * @param probing whether the outcome of that probe is still open
   */
  record Ruling(long atMs, long openedMs, long openUntilMs, long probedMs, boolean probing) {}
}
