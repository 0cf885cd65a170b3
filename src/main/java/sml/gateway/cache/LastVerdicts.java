package sml.gateway.cache;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the semantic cache decided of late, for operators. */
public interface LastVerdicts {

  /** The newest decisions, newest first. */
  List<Verdict> last();

  /** How often each reason was given since the start. */
  Map<String, Long> counts();

  /**
   * One decision.
   *
   * @param served whether the answer to {@code nearest} was served
   * @param reason {@code same}, {@code nearly_same}, or why it was not served
   * @param tier {@code lexical} when it was found by its words, else {@code vector}
   * @param asked the question, shortened
   * @param nearest the remembered question it was compared with, shortened
   * @param entry id of the remembered answer
   * @param similarity cosine of the two, null when found by words
   * @param threshold what the entry demanded
   */
  record Verdict(
      Instant at,
      boolean served,
      String reason,
      String tier,
      String asked,
      String nearest,
      String entry,
      @Nullable Double similarity,
      double threshold) {}
}
