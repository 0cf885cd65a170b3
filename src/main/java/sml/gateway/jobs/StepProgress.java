package sml.gateway.jobs;

import org.jspecify.annotations.Nullable;

/**
 * How far the current step is.
 *
 * @param etaSeconds how long the remainder takes at the pace so far, null before there is one
 */
record StepProgress(String step, int done, int total, @Nullable Long etaSeconds) {

  /** With {@code lately} of the done pieces done in that many milliseconds. */
  static StepProgress of(String step, int done, int total, int lately, long tookMs) {
    Long eta = lately <= 0 ? null : Math.round((total - done) * (double) tookMs / lately / 1_000);
    return new StepProgress(step, done, total, done >= total ? Long.valueOf(0) : eta);
  }
}
