package sml.gateway.routing;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.Faculty.Report;
import sml.gateway.chat.Faculty.Score;
import sml.gateway.chat.Standings.Load;
import sml.gateway.chat.Standings.Standing;
import sml.gateway.chat.Wishes;
import sml.gateway.chat.Wishes.Strategy;

/**
 * Orders the models that fit. The value of a model is its live share of success (0 to 100), times
 * what exams say of its answers in the category (0.5 for none right to 1.5 for all, 1 for one that
 * is untested), less {@code secondWorth} points for each second that an answer is expected to take
 * (at most forty), less twenty when its quota runs low; tiers add up to three. The expected time is
 * the median of the clock that fits the request, times one more than the calls under way at that
 * provider (the peak-EWMA cost of Finagle's load balancer), and a busy provider loses points for
 * what it has of all calls above a third, so that load and quota use spread. The success is drawn
 * from its posterior (Thompson sampling, normal approximation of the Beta distribution), so that a
 * new or recovered model is found again.
 *
 * <p>Above the value stands the rank: who failed the last exam comes after all others, and where
 * Thai is asked for, who is known to write it comes before those of whom that is unknown. Only the
 * best rank is raced.
 */
final class Ranking {
  private static final double SCARCE = 0.1;

  /** Results that the prior of a success is worth; {@code sml.learning.prior-weight} by default. */
  private static final double PRIOR_WEIGHT = 5;

  /** A share of all calls that costs nothing: that of three providers that serve alike. */
  private static final double FAIR_SHARE = 1.0 / 3;

  private final Aim aim;
  private final Wishes wishes;
  private final RoutingSettings settings;

  /**
   * A model that fits, with its standing and what exams say of it.
   *
   * @param usual median time until content comes for this kind of request, null while unknown
   * @param late 95th percentile of that, null while unknown
   * @param results attempts its success rests on
   * @param load what its provider has to do
   * @param draw standard normal draw that its success is sampled with
   */
  record Fit(
      Model model,
      Standing standing,
      @Nullable Duration usual,
      @Nullable Duration late,
      double results,
      Load load,
      double draw,
      boolean local,
      Report report) {

    /** A model at a provider that has nothing to do, taken at its expected success. */
    Fit(Model model, Standing standing, boolean local, Report report) {
      this(
          model,
          standing,
          standing.usualFirstContent(),
          null,
          standing.samples(),
          Load.NONE,
          0,
          local,
          report);
    }

    /** False only when its answers in Thai exams show that it does not write Thai. */
    boolean mayWriteThai() {
      return !Boolean.FALSE.equals(report.writesThai());
    }
  }

  /**
   * The order of candidates.
   *
   * @param racers how many of the first may be raced
   * @param note what became of the teacher, empty when there is none to tell of
   */
  record Order(List<Candidate> candidates, int racers, String note) {}

  Ranking(Aim aim, Wishes wishes, RoutingSettings settings) {
    this.aim = aim;
    this.wishes = wishes;
    this.settings = settings;
  }

  /** The candidates of a request that named none, best first. */
  Order order(List<Fit> fits) {
    boolean thaiKnown =
        fits.stream().anyMatch(fit -> Boolean.TRUE.equals(fit.report().writesThai()));
    Map<Integer, List<Fit>> ranks = new TreeMap<>();
    fits.forEach(
        fit -> ranks.computeIfAbsent(aim.rank(fit, thaiKnown), rank -> new ArrayList<>()).add(fit));
    List<Fit> ordered = new ArrayList<>(fits.size());
    int racers = 0;
    String note = "";
    for (List<Fit> rank : ranks.values()) {
      rank.sort(comparator());
      if (ordered.isEmpty()) {
        racers = rank.size();
        note = balanced() ? aim.seatTeacher(rank) : "";
      }
      ordered.addAll(strictly() ? rank : interleave(rank));
    }
    // a wish is stronger than any rank: whoever is preferred races
    boolean wished = !wishes.prefer().isEmpty();
    return new Order(
        candidates(preferredFirst(ordered), false), wished ? ordered.size() : racers, note);
  }

  /** The candidates that one id of the client's names, best first. */
  List<Candidate> named(List<Fit> fits) {
    List<Fit> sorted = fits.stream().sorted(comparator()).toList();
    return candidates(preferredFirst(strictly() ? sorted : interleave(sorted)), true);
  }

  private List<Candidate> candidates(List<Fit> ordered, boolean named) {
    return ordered.stream()
        .limit(settings.longestPlan())
        .map(fit -> candidate(fit, named))
        .toList();
  }

  private boolean fastest() {
    return aim.mode() == Aim.Mode.FAST || wishes.strategy() == Strategy.FASTEST;
  }

  private boolean balanced() {
    return !fastest() && wishes.strategy() == Strategy.BALANCED;
  }

  private boolean strictly() {
    return aim.mode() != Aim.Mode.AUTO && aim.mode() != Aim.Mode.TOOLS
        || wishes.strategy() == Strategy.STRONGEST;
  }

  private Comparator<Fit> comparator() {
    Comparator<Fit> localLast = Comparator.comparing(Fit::local);
    if (fastest()) {
      return localLast.thenComparingDouble(this::seconds);
    }
    if (wishes.strategy() == Strategy.STRONGEST) {
      return localLast
          .thenComparing(comparingDouble((Fit fit) -> tier(fit.model())).reversed())
          .thenComparing(comparingDouble((Fit fit) -> fit.model().contextLength()).reversed());
    }
    Comparator<Fit> byValue = comparingDouble(this::value).reversed();
    return aim.mode() == Aim.Mode.THAI
        ? localLast
            .thenComparing(
                comparingDouble((Fit fit) -> fit.report().expected(Category.THAI)).reversed())
            .thenComparing(byValue)
        : localLast.thenComparing(byValue);
  }

  private double value(Fit fit) {
    return 100 * success(fit) * (0.5 + aim.quality(fit))
        - Math.min(40, settings.secondWorth() * seconds(fit) * (1 + fit.load().underWay()))
        - crowding(fit.load())
        - (fit.standing().headroom() < SCARCE ? 20 : 0)
        + tier(fit.model());
  }

  /** Quota use has to be spread only where there is much of it. */
  private double crowding(Load load) {
    double busy = Math.min(1, (double) load.lastMinute() / settings.assumedPerMinute());
    return settings.shareWorth() * Math.max(0, load.share() - FAIR_SHARE) * busy;
  }

  private static double success(Fit fit) {
    double mean = fit.standing().success();
    double deviation = Math.sqrt(mean * (1 - mean) / (PRIOR_WEIGHT + fit.results() + 1));
    return Math.clamp(mean + fit.draw() * deviation, 0, 1);
  }

  private double seconds(Fit fit) {
    Duration usual = fit.usual();
    return (usual == null ? settings.usualFirstContent() : usual).toMillis() / 1000.0;
  }

  private static double tier(Model model) {
    return switch (model.tier()) {
      case "large" -> 3;
      case "medium" -> 2;
      default -> 1;
    };
  }

  /** Takes one model of each provider in turn, so that one outage never blocks the chain. */
  private static List<Fit> interleave(List<Fit> sorted) {
    Map<String, Deque<Fit>> byProvider = new LinkedHashMap<>();
    for (Fit fit : sorted) {
      byProvider.computeIfAbsent(fit.model().ref().provider(), name -> new ArrayDeque<>()).add(fit);
    }
    List<Fit> spread = new ArrayList<>(sorted.size());
    while (spread.size() < sorted.size()) {
      for (Deque<Fit> rest : byProvider.values()) {
        if (!rest.isEmpty()) {
          spread.add(rest.poll());
        }
      }
    }
    return spread;
  }

  private List<Fit> preferredFirst(List<Fit> ranked) {
    return wishes.prefer().isEmpty()
        ? ranked
        : ranked.stream().sorted(comparingInt(this::preference)).toList();
  }

  private int preference(Fit fit) {
    for (int i = 0; i < wishes.prefer().size(); i++) {
      if (Filter.matches(wishes.prefer().get(i), fit.model())) {
        return i;
      }
    }
    return wishes.prefer().size();
  }

  private Candidate candidate(Fit fit, boolean named) {
    Standing standing = fit.standing();
    String why =
        String.format(
            Locale.ROOT,
            "success %.0f %% of %d (drawn %.0f %%), content after %.1f s, %d calls under way,"
                + " %.0f %% of all calls,"
                + " headroom %.0f %%, %s",
            100 * standing.success(),
            standing.samples(),
            100 * success(fit),
            seconds(fit),
            fit.load().underWay(),
            100 * fit.load().share(),
            100 * standing.headroom(),
            school(fit.report()));
    return new Candidate(
        fit.model().ref(),
        named,
        !named && standing.restsFor() != null,
        value(fit),
        fit.usual(),
        lateAfter(fit),
        standing.headroom(),
        why);
  }

  private Duration lateAfter(Fit fit) {
    Duration late = fit.late() == null ? settings.usualFirstContent() : fit.late();
    return late.compareTo(settings.rescueFloor()) < 0
        ? settings.rescueFloor()
        : late.compareTo(settings.rescueCeiling()) > 0 ? settings.rescueCeiling() : late;
  }

  private String school(Report report) {
    Score score = report.in(aim.category());
    String shown =
        score == null
            ? ""
            : String.format(
                Locale.ROOT,
                ", %s %.0f %% of %d answers",
                aim.category().id(),
                100 * score.share(),
                score.answers());
    return switch (report.standing()) {
          case UNTESTED -> "not examined";
          case PASSED -> String.format(Locale.ROOT, "exam passed %.0f %%", 100 * report.overall());
          case FAILED ->
              String.format(
                  Locale.ROOT, "exam failed %.0f %%: last resort", 100 * report.overall());
        }
        + shown;
  }
}
