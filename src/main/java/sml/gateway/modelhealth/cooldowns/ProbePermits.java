package sml.gateway.modelhealth.cooldowns;

import sml.gateway.chat.ModelRef;

/** Ensures that only one caller of all replicas probes an open breaker. */
@FunctionalInterface
interface ProbePermits {
  /** There was no answer, and the others may have the probe. */
  long UNANSWERED = -1;

  /**
   * Claims the probe of a model whose open breaker would let one in.
   *
   * @param openedMs when the breaker opened; what was tried before that does not count
   * @return 0 when it is ours, {@link #UNANSWERED}, or when the other probe was let in, epoch
   *     milliseconds
   */
  long claim(ModelRef ref, boolean named, long openedMs, long now);
}
