package sml.gateway.modelhealth.cooldowns;

import sml.gateway.chat.ModelRef;

/** Sees to it that an open breaker is probed by one caller only, wherever that one is. */
@FunctionalInterface
interface ProbePermits {
  /**
   * Claims the probe of a model whose open breaker would let one in.
   *
   * @param openedMs when the breaker opened; what was tried before that does not count
   * @return 0 when it is ours, else when the probe that stands in the way was let in, epoch
   *     milliseconds
   */
  long claim(ModelRef ref, boolean named, long openedMs, long now);
}
