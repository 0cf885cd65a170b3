package sml.gateway.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.hedge.LatencyDistribution;

/** Live health and latency of the models, for ranking. Reading costs no more than a map look-up. */
public interface LiveStats {

  /** The live stats of a model in a category. */
  ModelStats of(ModelRef ref, Category category);

  /**
   * What live results say about a model.
   *
   * @param cooldown why and how long it is not to be asked, null when it may be
   * @param success share of answered attempts in this category, smoothed with a prior, 0 to 1
   * @param samples how many attempts in this category that share is based on
   * @param evidence how many results it is worth, with those of other categories and the prior
   * @param usualFirstContent median time to first content, null while unknown
   * @param usualTotal median time of a whole answer, null while unknown
   * @param headroom smallest share of its known quotas that is left, 0 to 1; 1 while unknown. One
   *     of a day counts as full while it lasts: it lowers this only when it is used faster than the
   *     day passes, and to 0 only when it is used up
   */
  record ModelStats(
      @Nullable CooldownState cooldown,
      double success,
      long samples,
      double evidence,
      @Nullable Duration usualFirstContent,
      @Nullable Duration usualTotal,
      double headroom) {

    /** The same model while it cools down. */
    public ModelStats coolingDown(CooldownState state) {
      return new ModelStats(
          state, success, samples, evidence, usualFirstContent, usualTotal, headroom);
    }
  }

  /** What the known quotas of a model and of its account still allow. */
  default Allowance allowance(ModelRef ref) {
    return Allowance.UNKNOWN;
  }

  /** Whether a model has to be left alone for now. */
  default boolean isCoolingDown(ModelRef ref) {
    return of(ref, Category.GENERAL).cooldown() != null;
  }

  /** How long a model takes. */
  default LatencyDistribution delay(ModelRef ref, LatencyDistribution.Until until) {
    return LatencyDistribution.UNKNOWN;
  }

  /** All that ranking needs to know of a model, for a stream or a whole answer. */
  default Outlook outlook(ModelRef ref, Category category, boolean stream) {
    return new Outlook(
        of(ref, category),
        delay(ref, LatencyDistribution.Until.content(stream)),
        delay(ref, LatencyDistribution.Until.end(stream)));
  }

  /**
   * What live results say of a model and how long it takes.
   *
   * @param first time until content comes
   * @param end time until the answer is complete
   */
  record Outlook(ModelStats stats, LatencyDistribution first, LatencyDistribution end) {}

  /** The current load of this provider. */
  default Load load(String provider) {
    return Load.NONE;
  }

  /**
   * What a provider did within the last minute.
   *
   * @param calls attempts that began
   * @param share its part of all answers, 0 to 1
   */
  record Load(int calls, double share) {
    public static final Load NONE = new Load(0, 0);
  }

  /**
   * A pause a model has to keep.
   *
   * @param byProvider the provider itself said how long, so that asking sooner is no use
   */
  record CooldownState(String reason, Duration left, boolean byProvider) {}

  /**
   * What may still be sent, as far as headers, refusals, hints of the catalogue and our own counts
   * show.
   *
   * @param requestsThisMinute requests in what is left of this minute, by the narrowest window;
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
}
