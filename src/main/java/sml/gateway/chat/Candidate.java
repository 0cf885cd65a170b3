package sml.gateway.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model that may be asked, with what ranking knew of it.
 *
 * @param named the client named this model itself, alone or in a chain
 * @param cooling it is asked although it cools down: too few healthy ones are left, and no provider
 *     told to wait
 * @param score value it was ranked by, higher first; the trace shows it
 * @param usualFirstContent median time to first content, null while unknown
 * @param lateAfter when nothing valid came after this time, a further candidate joins it
 * @param headroom share of its quota that is left, 0 to 1; 1 while unknown
 * @param why one line for the trace: how the score came about
 */
public record Candidate(
    ModelRef ref,
    boolean named,
    boolean cooling,
    double score,
    @Nullable Duration usualFirstContent,
    Duration lateAfter,
    double headroom,
    String why) {

  /** A candidate that is asked by itself, so that it is never late. */
  public Candidate(
      ModelRef ref,
      boolean named,
      double score,
      @Nullable Duration usualFirstContent,
      double headroom,
      String why) {
    this(ref, named, false, score, usualFirstContent, Duration.ofDays(1), headroom, why);
  }

  /** What shares a key, an account or an address; two of one owner are not raced. */
  public String owner() {
    return ref.provider();
  }
}
