package sml.gateway.chat.hedge;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The contenders of a hedge whose whole answers are coming piece by piece, with the time at which
 * each sent content last. Not thread-safe.
 */
final class AnsweringContenders {
  private final Map<HedgeContender, Long> lastContentNanos = new HashMap<>(4);
  private final long silenceNanos;

  /** No content yet; a model that is silent for this long is no reason to wait any more. */
  AnsweringContenders(Duration silence) {
    this.silenceNanos = silence.toNanos();
  }

  void onContent(HedgeContender contender, long now) {
    lastContentNanos.put(contender, now);
  }

  void ended(HedgeContender contender) {
    lastContentNanos.remove(contender);
  }

  /** When the next candidate may join: it cools down until then, or an answer is coming. */
  OptionalLong due(CandidateQueue queue) {
    OptionalLong cooledDown = queue.due();
    if (cooledDown.isEmpty()) {
      return cooledDown;
    }
    long due = cooledDown.getAsLong();
    for (long last : lastContentNanos.values()) {
      due = last + silenceNanos - due > 0 ? last + silenceNanos : due;
    }
    return OptionalLong.of(due);
  }
}
