package sml.gateway.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a step is.
 *
 * @param startedDone what was done already when this gateway began with it
 * @param startedAt when that was
 */
record WorkProgress(
    String step, int done, int total, int startedDone, Instant startedAt, Instant updatedAt) {

  /** The next state of the step; it begins anew after its end or when it is put back. */
  static WorkProgress next(
      @Nullable WorkProgress last, String step, int done, int total, Instant now) {
    if (last == null || last.done >= last.total || last.done > done) {
      return new WorkProgress(step, done, total, done, now, now);
    }
    return new WorkProgress(step, done, total, last.startedDone, last.startedAt, now);
  }
}
