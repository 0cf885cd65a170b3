package sml.gateway.chat.hedge;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The contenders of a hedge whose whole answers are coming piece by piece, with the time at which
 * each was heard last. Not thread-safe.
 */
final class AnsweringContenders {
  private final Map<HedgeContender, Long> heardNanos = new HashMap<>(4);
  private final long silenceNanos;

  /** No content yet; a model that is silent for this long is no reason to wait any more. */
  AnsweringContenders(Duration silence) {
    this.silenceNanos = silence.toNanos();
  }

  void heard(HedgeContender contender, long now) {
    heardNanos.put(contender, now);
  }

  void ended(HedgeContender contender) {
    heardNanos.remove(contender);
  }

  /** When the next candidate may join: it cools down until then, or an answer is coming. */
  OptionalLong due(CandidateQueue queue) {
    OptionalLong cooledDown = queue.due();
    if (cooledDown.isEmpty()) {
      return cooledDown;
    }
    long due = cooledDown.getAsLong();
    for (long heard : heardNanos.values()) {
      due = heard + silenceNanos - due > 0 ? heard + silenceNanos : due;
    }
    return OptionalLong.of(due);
  }
}
