package sml.gateway.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How models do right now, for ranking. Reading costs no more than a map look-up. */
public interface Standings {

  /** The standing of a model in a category. */
  Standing of(ModelRef ref, Category category);

  /**
   * What live results say about a model.
   *
   * @param restsFor why and how long it is not to be asked, null when it may be
   * @param success share of answered attempts in this category, smoothed with a prior, 0 to 1
   * @param samples how many attempts that share rests on
   * @param usualFirstContent median time to first content, null while unknown
   * @param usualTotal median time of a whole answer, null while unknown
   * @param headroom share of its known quota that is left, 0 to 1; 1 while unknown
   */
  record Standing(
      @Nullable Rest restsFor,
      double success,
      long samples,
      @Nullable Duration usualFirstContent,
      @Nullable Duration usualTotal,
      double headroom) {}

  /** A pause a model has to keep. */
  record Rest(String reason, Duration left) {}
}
