package sml.gateway.routing;

import static java.util.Comparator.comparingDouble;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Standings.Standing;
import sml.gateway.chat.Wishes;
import sml.gateway.chat.Wishes.Strategy;

/**
 * Orders the models that fit. The value of a model is its live share of success (0 to 100), less
 * ten points for each second to its first content (at most fifty), less twenty when its quota runs
 * low; tiers add up to three. Exams will add to it once there are any.
 */
final class Ranking {
  private static final double SCARCE = 0.1;

  private final Wishes wishes;
  private final boolean fastest;
  private final RoutingSettings settings;

  /** A model that fits, with its standing. */
  record Fit(Model model, Standing standing, boolean local) {}

  Ranking(Wishes wishes, boolean fastest, RoutingSettings settings) {
    this.wishes = wishes;
    this.fastest = fastest;
    this.settings = settings;
  }

  /** The candidates, best first. */
  List<Candidate> order(List<Fit> fits, boolean named) {
    List<Fit> sorted = new ArrayList<>(fits);
    sorted.sort(comparator());
    List<Fit> spread =
        wishes.strategy() == Strategy.STRONGEST || fastest ? sorted : interleave(sorted);
    List<Fit> preferred = preferredFirst(spread);
    return preferred.stream()
        .limit(settings.longestPlan())
        .map(fit -> candidate(fit, named))
        .toList();
  }

  private Comparator<Fit> comparator() {
    Comparator<Fit> localLast = Comparator.comparing(Fit::local);
    if (fastest || wishes.strategy() == Strategy.FASTEST) {
      return localLast.thenComparingDouble(this::seconds);
    }
    if (wishes.strategy() == Strategy.STRONGEST) {
      return localLast
          .thenComparing(comparingDouble((Fit fit) -> tier(fit.model())).reversed())
          .thenComparing(comparingDouble((Fit fit) -> fit.model().contextLength()).reversed());
    }
    return localLast.thenComparing(comparingDouble(this::value).reversed());
  }

  private double value(Fit fit) {
    return 100 * fit.standing().success()
        - Math.min(50, 10 * seconds(fit))
        - (fit.standing().headroom() < SCARCE ? 20 : 0)
        + tier(fit.model());
  }

  private double seconds(Fit fit) {
    Duration usual = fit.standing().usualFirstContent();
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
    if (wishes.prefer().isEmpty()) {
      return ranked;
    }
    return ranked.stream().sorted(Comparator.comparingInt(this::preference)).toList();
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
            "success %.0f %% of %d, first content %.1f s, headroom %.0f %%",
            100 * standing.success(),
            standing.samples(),
            seconds(fit),
            100 * standing.headroom());
    return new Candidate(
        fit.model().ref(),
        named,
        value(fit),
        standing.usualFirstContent(),
        standing.headroom(),
        why);
  }
}
