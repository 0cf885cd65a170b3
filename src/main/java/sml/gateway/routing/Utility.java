package sml.gateway.routing;

import sml.gateway.catalog.Model;
import sml.gateway.chat.Standings.Load;
import sml.gateway.chat.Value;
import sml.gateway.routing.Ranking.Fit;

/**
 * The expected utility of a model for one request. Its success is drawn from the posterior
 * (Thompson sampling, normal approximation of the Beta distribution) and so is its time
 * (log-normal), so that a new or recovered model is found again. The success is weighed with what
 * exams say of its answers in the category: 0.5 for none right to 1.5 for all, 1 for one that is
 * untested. The time, the mean of when content begins and when the answer ends, costs {@code
 * timeWorth * seconds / (1 + seconds)} points. A provider that gives more than a fair share of all
 * answers loses points, so that quotas are used alike.
 */
final class Utility {
  private static final double SCARCE = 0.1;
  private static final double SCARCITY_POINTS = 20;

  /** Calls of a minute from which on a provider counts as busy. */
  private static final double BUSY_PER_MINUTE = 30;

  /** A share of all answers that costs nothing. */
  private static final double FAIR_SHARE = 0.385;

  private final Aim aim;
  private final RoutingSettings settings;
  private final double fairShare;

  /**
   * Utilities of one request.
   *
   * @param owners how many owners could answer it
   */
  Utility(Aim aim, RoutingSettings settings, long owners) {
    this.aim = aim;
    this.settings = settings;
    this.fairShare = Math.max(FAIR_SHARE, 1.0 / Math.max(1, owners));
  }

  double points(Fit fit) {
    return of(fit).total();
  }

  Value of(Fit fit) {
    double drawn = success(fit);
    double quality = aim.quality(fit);
    double success = 100 * drawn * (0.5 + quality);
    double seconds = seconds(fit);
    double time = -settings.timeWorth() * seconds / (1 + seconds);
    double crowding = -crowding(fit.load());
    double scarcity = fit.standing().headroom() < SCARCE ? -SCARCITY_POINTS : 0;
    double cooling = fit.standing().restsFor() == null ? 0 : -settings.coolingWorth();
    double size = size(fit.model());
    return new Value(
        success + time + crowding + scarcity + cooling + size,
        success,
        fit.standing().success(),
        drawn,
        fit.standing().samples(),
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

  private static double success(Fit fit) {
    double mean = fit.standing().success();
    double deviation = Math.sqrt(mean * (1 - mean) / (fit.standing().evidence() + 1));
    return Math.clamp(mean + fit.luck().success() * deviation, 0, 1);
  }

  private static double seconds(Fit fit) {
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
