package sml.gateway.routing;

import sml.gateway.catalog.Model;
import sml.gateway.chat.CandidateScore;
import sml.gateway.chat.LiveStats.Load;
import sml.gateway.routing.CandidateRanking.RankedModel;

/**
 * The expected utility of a model for one request. Its success is drawn from the posterior
 * (Thompson sampling, normal approximation of the Beta distribution) and so is its time
 * (log-normal), so that a new or recovered model is found again. An answer is worth {@code 100 +
 * qualityWorth * (quality - 0.5)} points, where quality is the share of right answers that exams
 * let expect in the category, and 0.5 for a model that is untested: with 300 a right answer is
 * worth 250, a wrong one -50 and none 0. Only the hundred are drawn: trying a model teaches how it
 * answers, not whether it is right, so quality is no reason to try more. The time, the mean of when
 * content begins and when the answer ends, costs {@code timeWorth * seconds / (1 + seconds)}
 * points. A provider that gives more than a fair share of all answers loses points, so that quotas
 * are used alike.
 */
final class Utility {
  private static final double SCARCE = 0.1;
  private static final double SCARCITY_POINTS = 20;

  /** Calls of a minute from which on a provider counts as busy. */
  private static final double BUSY_PER_MINUTE = 30;

  /** A share of all answers that costs nothing. */
  private static final double FAIR_SHARE = 0.385;

  /** From as many on, an equal share is less than the fair one. */
  static final int MANY_OWNERS = 3;

  private final RoutingGoal goal;
  private final RoutingSettings settings;
  private final double fairShare;

  /**
   * Utilities of one request.
   *
   * @param owners how many owners could answer it, counted up to {@link #MANY_OWNERS}
   */
  Utility(RoutingGoal goal, RoutingSettings settings, long owners) {
    this.goal = goal;
    this.settings = settings;
    this.fairShare = Math.max(FAIR_SHARE, 1.0 / Math.max(1, owners));
  }

  double points(RankedModel fit) {
    return of(fit).total();
  }

  /** The points for answers and time, so many deviations better than expected. */
  double live(RankedModel fit, double deviations) {
    CandidateScore candidateScore = of(fit.withLuck(deviations));
    return candidateScore.success() + candidateScore.time();
  }

  CandidateScore of(RankedModel fit) {
    double drawn = success(fit);
    double quality = goal.quality(fit);
    double expected = fit.stats().success();
    double success = 100 * drawn + settings.qualityWorth() * expected * (quality - 0.5);
    double seconds = seconds(fit);
    double time = -settings.timeWorth() * seconds / (1 + seconds);
    double crowding = -crowding(fit.load());
    double scarcity = fit.stats().headroom() < SCARCE ? -SCARCITY_POINTS : 0;
    double cooling = fit.stats().cooldown() == null ? 0 : -settings.coolingWorth();
    double size = size(fit.model());
    return new CandidateScore(
        success + time + crowding + scarcity + cooling + size,
        success,
        expected,
        drawn,
        fit.stats().samples(),
        quality,
        time,
        seconds,
        crowding,
        fit.load().share(),
        scarcity,
        cooling,
        size,
        fit.report().standing(),
        null);
  }

  private static double success(RankedModel fit) {
    double mean = fit.stats().success();
    double deviation = Math.sqrt(mean * (1 - mean) / (fit.stats().evidence() + 1));
    return Math.clamp(mean + fit.luck().success() * deviation, 0, 1);
  }

  private static double seconds(RankedModel fit) {
    long first = fit.delay().drawn(fit.luck().time()).toMillis();
    long end = fit.end().drawn(fit.luck().time()).toMillis();
    return (first + end) / 2000.0;
  }

  /** Answers are spread over providers only where there are many. */
  private double crowding(Load load) {
    double busy = Math.min(1, load.calls() / BUSY_PER_MINUTE);
    double above = Math.max(0, load.share() - fairShare);
    return busy * Math.min(settings.mostShareWorth(), settings.shareWorth() * above);
  }

  static double size(Model model) {
    return switch (model.tier()) {
      case "large" -> 3;
      case "medium" -> 2;
      default -> 1;
    };
  }
}
