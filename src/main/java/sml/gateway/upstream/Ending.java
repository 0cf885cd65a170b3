package sml.gateway.upstream;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import sml.gateway.chat.Attempt;

/** Puts the end of a contender on record once: its own, or the one the race made of it. */
final class Ending {
  private final List<Attempt> attempts;
  private final AtomicBoolean told = new AtomicBoolean();

  Ending(List<Attempt> attempts) {
    this.attempts = attempts;
  }

  /** This is how it ended, unless its end is on record already. */
  Attempt is(Attempt attempt) {
    if (!told.getAndSet(true)) {
      attempts.add(attempt);
    }
    return attempt;
  }
}
