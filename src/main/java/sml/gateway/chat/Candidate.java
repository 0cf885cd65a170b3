package sml.gateway.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.hedge.LatencyDistribution;

/**
 * A model that may be asked, with what ranking knew of it.
 *
 * @param owner the provider whose key, account and limits a call uses; two of one owner are not
 *     hedged
 * @param named the client named this model itself, alone or in a chain
 * @param cooling it may be asked although it cools down, because its provider named no time to wait
 * @param value what it is worth for this request; candidates are ordered by it
 * @param delay how long it takes until content comes
 * @param lateAfter when nothing valid came after this time, a further candidate joins it
 * @param headroom share of its quota that is left, 0 to 1; 1 while unknown
 */
public record Candidate(
    ModelRef ref,
    String owner,
    boolean named,
    boolean cooling,
    CandidateScore value,
    LatencyDistribution delay,
    Duration lateAfter,
    double headroom) {

  /** A candidate that is asked by itself, so that it is never late. */
  public Candidate(
      ModelRef ref,
      boolean named,
      double score,
      @Nullable Duration usualFirstContent,
      double headroom,
      String why) {
    this(
        ref,
        ref.provider(),
        named,
        false,
        CandidateScore.of(score, why),
        usualFirstContent == null
            ? LatencyDistribution.UNKNOWN
            : LatencyDistribution.about(usualFirstContent),
        Duration.ofDays(1),
        headroom);
  }

  /** The same candidate, joined by a further one after this time. */
  public Candidate lateAfter(Duration time) {
    return new Candidate(ref, owner, named, cooling, value, delay, time, headroom);
  }

  /** Median time to first content, null while unknown. */
  public @Nullable Duration usualFirstContent() {
    return delay.measured() ? delay.median() : null;
  }
}
