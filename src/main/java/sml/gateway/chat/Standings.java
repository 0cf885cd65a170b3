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

  /** How long a model usually takes. */
  default Times times(ModelRef ref) {
    return Times.UNKNOWN;
  }

  /** What this provider has to do right now. */
  default Load load(String provider) {
    return Load.NONE;
  }

  /**
   * The attempts at models of one provider.
   *
   * @param underWay how many are under way
   * @param lastMinute how many began within the last minute
   * @param share their part of all attempts of that minute, 0 to 1
   */
  record Load(int underWay, int lastMinute, double share) {
    public static final Load NONE = new Load(0, 0, 0);
  }

  /**
   * A pause a model has to keep.
   *
   * @param byProvider the provider itself said how long, so that asking sooner is no use
   */
  record Rest(String reason, Duration left, boolean byProvider) {}

  /**
   * How a model did over all categories: its times, streams and whole answers apart; each null
   * while unknown.
   *
   * @param first median time to the first content of a stream
   * @param lateFirst its 95th percentile
   * @param whole median time of a whole answer
   * @param lateWhole its 95th percentile
   * @param results how many attempts of all categories its success rests on, faded
   */
  record Times(
      @Nullable Duration first,
      @Nullable Duration lateFirst,
      @Nullable Duration whole,
      @Nullable Duration lateWhole,
      double results) {
    public static final Times UNKNOWN = new Times(null, null, null, null, 0);

    /** Median time until a request of this kind sees content. */
    public @Nullable Duration usual(boolean stream) {
      return stream ? first == null ? whole : first : whole;
    }

    /** The time by which content has come in 19 of 20 requests of this kind. */
    public @Nullable Duration late(boolean stream) {
      return stream ? lateFirst == null ? lateWhole : lateFirst : lateWhole;
    }
  }
}
