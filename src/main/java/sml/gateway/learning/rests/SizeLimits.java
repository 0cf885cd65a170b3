package sml.gateway.learning.rests;

import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;

/** Remembers for a while how large a prompt was that a model found too large. */
public interface SizeLimits {

  /** A prompt of this many tokens was too large. */
  void tooLarge(ModelRef ref, int tokens);

  /** Milliseconds for which a prompt of this size is known to be too large; 0 when it is not. */
  long shutFor(ModelRef ref, int tokens);

  /** Forgets one model, or all when null. */
  void reset(@Nullable ModelRef ref);

  /**
   * What replicas tell each other of one model; times in epoch milliseconds.
   *
   * @param atMs when it was learned or forgotten
   * @param tokens from this size on a prompt is too large
   * @param untilMs how long that is remembered, 0 when it was forgotten
   */
  record Mark(long atMs, int tokens, long untilMs) {}
}
