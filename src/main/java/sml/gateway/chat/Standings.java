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
   * @param headroom smallest share of its known quotas that is left, 0 to 1; 1 while unknown. One
   *     of a day counts as full while it lasts: it lowers this only when it is used faster than the
   *     day passes, and to 0 only when it is used up
   */
  record Standing(
      @Nullable Rest restsFor,
      double success,
      long samples,
      @Nullable Duration usualFirstContent,
      @Nullable Duration usualTotal,
      double headroom) {}

  /** What the known quotas of a model and of its account still allow. */
  default Allowance allowance(ModelRef ref) {
    return Allowance.UNKNOWN;
  }

  /** How long a model usually takes. */
  default Times times(ModelRef ref) {
    return Times.UNKNOWN;
  }

  /** Attempts at models of this provider that are under way right now. */
  default int underWay(String provider) {
    return 0;
  }

  /**
   * A pause a model has to keep.
   *
   * @param byProvider the provider itself said how long, so that asking sooner is no use
   */
  record Rest(String reason, Duration left, boolean byProvider) {}

  /**
   * What may still be sent, as far as headers, refusals, hints of the catalogue and our own counts
   * tell.
   *
   * @param requestsThisMinute requests within the rest of this minute, by the narrowest window;
   *     {@link #UNLIMITED} while no limit is known
   * @param tokens tokens before the narrowest window of tokens is used up; {@link #UNLIMITED} while
   *     no limit is known
   * @param share smallest share of a known quota that is left, not paced over the day, 0 to 1; 1
   *     while unknown
   */
  record Allowance(long requestsThisMinute, long tokens, double share) {
    public static final long UNLIMITED = -1;
    public static final Allowance UNKNOWN = new Allowance(UNLIMITED, UNLIMITED, 1);

    /** What both allow. */
    public Allowance and(Allowance other) {
      return new Allowance(
          narrower(requestsThisMinute, other.requestsThisMinute),
          narrower(tokens, other.tokens),
          Math.min(share, other.share));
    }

    /** The smaller amount, {@link #UNLIMITED} when neither is known. */
    public static long narrower(long one, long other) {
      return one == UNLIMITED ? other : other == UNLIMITED ? one : Math.min(one, other);
    }
  }

  /**
   * Times of a model, streams and whole answers apart; each null while unknown.
   *
   * @param first median time to the first content of a stream
   * @param lateFirst its 95th percentile
   * @param whole median time of a whole answer
   * @param lateWhole its 95th percentile
   */
  record Times(
      @Nullable Duration first,
      @Nullable Duration lateFirst,
      @Nullable Duration whole,
      @Nullable Duration lateWhole) {
    public static final Times UNKNOWN = new Times(null, null, null, null);

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
