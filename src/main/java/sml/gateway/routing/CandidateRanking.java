package sml.gateway.routing;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores.Report;
import sml.gateway.chat.LiveStats.CooldownState;
import sml.gateway.chat.LiveStats.Load;
import sml.gateway.chat.LiveStats.ModelStats;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.chat.RoutingPreferences.Strategy;
import sml.gateway.chat.hedge.Hedge;
import sml.gateway.chat.hedge.LatencyDistribution;

/**
 * Orders the models that fit, by their {@link Utility}.
 *
 * <p>The rank goes before the utility: a model that failed the last exam comes after all others,
 * and where Thai is asked for, a model known to write it comes before those of which that is
 * unknown. Only the best rank is hedged.
 */
final class CandidateRanking {
  private final RoutingGoal goal;
  private final RoutingPreferences preferences;
  private final RoutingSettings settings;
  private final Utility utility;

  /**
   * A model that fits, with its live stats and what exams say of it.
   *
   * @param delay time until content comes for this kind of request
   * @param end time until the answer is complete
   * @param load the current load of its provider
   * @param owner the provider whose account it uses
   * @param luck random numbers for its success and its time
   */
  record RankedModel(
      Model model,
      ModelStats stats,
      LatencyDistribution delay,
      LatencyDistribution end,
      Load load,
      Luck luck,
      String owner,
      boolean local,
      Report report) {

    /** The same with success and time so many deviations better than expected. */
    RankedModel withLuck(double deviations) {
      return new RankedModel(
          model, stats, delay, end, load, new Luck(deviations, -deviations), owner, local, report);
    }

    /** False only when its answers in Thai exams show that it does not write Thai. */
    boolean mayWriteThai() {
      return !Boolean.FALSE.equals(report.writesThai());
    }
  }

  /** Standard normal draws. */
  record Luck(double success, double time) {
    /** Takes everything at its expected value. */
    static final Luck NONE = new Luck(0, 0);
  }

  /**
   * The order of candidates.
   *
   * @param contenders how many of the first may be asked in parallel
   * @param note what was done with the teacher, empty when there is none
   */
  record Order(List<Candidate> candidates, int contenders, String note) {}

  /**
   * An order for one request.
   *
   * @param owners how many owners could answer it
   */
  CandidateRanking(
      RoutingGoal goal, RoutingPreferences preferences, RoutingSettings settings, long owners) {
    this.utility = new Utility(goal, settings, owners);
    this.goal = goal;
    this.preferences = preferences;
    this.settings = settings;
  }

  /** The candidates of a request that named none, best first. */
  Order order(List<RankedModel> fits) {
    List<RankedModel> ordered = new ArrayList<>(fits.size());
    int contenders = 0;
    String note = "";
    for (List<RankedModel> rank : goal.ranks(fits)) {
      List<RankedModel> sorted = sorted(rank);
      if (ordered.isEmpty()) {
        contenders = sorted.size();
        note = balanced() ? goal.promoteTeacher(sorted, utility) : "";
      }
      ordered.addAll(strictly() ? sorted : interleave(sorted));
    }
    // a preference is stronger than any rank: every preferred model is asked in parallel
    boolean wished = !preferences.prefer().isEmpty();
    return new Order(
        candidates(preferredFirst(ordered), false), wished ? ordered.size() : contenders, note);
  }

  /** The candidates that one id of the client's names, best first. */
  List<Candidate> named(List<RankedModel> fits) {
    List<RankedModel> sorted = sorted(fits);
    return candidates(preferredFirst(strictly() ? sorted : interleave(sorted)), true);
  }

  /** The models that cool down, best first, with the time until they are back. */
  List<Hedge.CoolingDown> coolingDown(List<RankedModel> fits) {
    return sorted(fits).stream()
        .map(
            fit ->
                new Hedge.CoolingDown(
                    candidate(fit, false), Objects.requireNonNull(fit.stats().cooldown()).left()))
        .toList();
  }

  private List<Candidate> candidates(List<RankedModel> ordered, boolean named) {
    return ordered.stream()
        .limit(settings.longestPlan())
        .map(fit -> candidate(fit, named))
        .toList();
  }

  private boolean fastest() {
    return goal.mode() == RoutingGoal.Mode.FAST || preferences.strategy() == Strategy.FASTEST;
  }

  private boolean balanced() {
    return !fastest() && preferences.strategy() == Strategy.BALANCED;
  }

  private boolean strictly() {
    return goal.mode() == RoutingGoal.Mode.FAST
        || goal.mode() == RoutingGoal.Mode.THAI
        || preferences.strategy() == Strategy.STRONGEST;
  }

  /** A model with its points, so that sorting does not compute them again. */
  private record Scored(RankedModel fit, double points) {}

  /** Best first, local models after all others. */
  private List<RankedModel> sorted(List<RankedModel> fits) {
    List<Scored> scored = new ArrayList<>(fits.size());
    List<Scored> local = new ArrayList<>();
    for (RankedModel fit : fits) {
      (fit.local() ? local : scored).add(new Scored(fit, utility.points(fit)));
    }
    scored.sort(comparator());
    local.sort(comparator());
    scored.addAll(local);
    List<RankedModel> sorted = new ArrayList<>(fits.size());
    scored.forEach(one -> sorted.add(one.fit));
    return sorted;
  }

  private Comparator<Scored> comparator() {
    if (fastest()) {
      return comparing(one -> one.fit.delay().median());
    }
    if (preferences.strategy() == Strategy.STRONGEST) {
      return comparingDouble((Scored one) -> Utility.size(one.fit.model()))
          .thenComparingInt(one -> one.fit.model().contextLength())
          .reversed();
    }
    Comparator<Scored> byPoints = (one, other) -> Double.compare(other.points, one.points);
    return goal.mode() == RoutingGoal.Mode.THAI
        ? comparingDouble((Scored one) -> one.fit.report().expected(Category.THAI))
            .reversed()
            .thenComparing(byPoints)
        : byPoints;
  }

  /** Takes one model of each owner in turn, so that one outage never blocks the chain. */
  private List<RankedModel> interleave(List<RankedModel> sorted) {
    int most = preferences.prefer().isEmpty() ? settings.longestPlan() : sorted.size();
    Map<String, Integer> seen = new HashMap<>();
    List<List<RankedModel>> rounds = new ArrayList<>();
    for (RankedModel fit : sorted) {
      int round = seen.merge(fit.owner(), 1, Integer::sum);
      if (round > rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round - 1).add(fit);
      if (rounds.getFirst().size() == most) {
        break;
      }
    }
    return rounds.stream().flatMap(List::stream).limit(most).toList();
  }

  private List<RankedModel> preferredFirst(List<RankedModel> ranked) {
    return preferences.prefer().isEmpty()
        ? ranked
        : ranked.stream().sorted(comparingInt(this::preference)).toList();
  }

  private int preference(RankedModel fit) {
    for (int i = 0; i < preferences.prefer().size(); i++) {
      if (CandidateFilter.matches(preferences.prefer().get(i), fit.model())) {
        return i;
      }
    }
    return preferences.prefer().size();
  }

  private Candidate candidate(RankedModel fit, boolean named) {
    CooldownState cooldown = fit.stats().cooldown();
    return new Candidate(
        fit.model().ref(),
        fit.owner(),
        named,
        !named && cooldown != null && !cooldown.byProvider(),
        utility.of(fit),
        fit.delay(),
        lateAfter(fit),
        fit.stats().headroom());
  }

  private Duration lateAfter(RankedModel fit) {
    Duration late = fit.delay().isAssumed() ? settings.usualFirstContent() : fit.delay().late();
    return late.compareTo(settings.rescueFloor()) < 0
        ? settings.rescueFloor()
        : late.compareTo(settings.rescueCeiling()) > 0 ? settings.rescueCeiling() : late;
  }
}
