package sml.gateway.routing;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.Dropped;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Race;
import sml.gateway.chat.Standings.Rest;
import sml.gateway.chat.Step;
import sml.gateway.chat.Turn;
import sml.gateway.routing.Ranking.Fit;

/** Decides how a plan begins: a race of up to three providers, one model alone, or a short wait. */
final class FirstStep {
  private final RoutingSettings settings;

  FirstStep(RoutingSettings settings) {
    this.settings = settings;
  }

  /**
   * The first step.
   *
   * @param racers how many of the first candidates may be raced
   */
  Step of(Turn turn, List<Candidate> candidates, int racers) {
    List<Candidate> contenders =
        contenders(candidates.subList(0, Math.min(racers, candidates.size())));
    if (contenders.size() < 2 || turn.profile().toolLoop()) {
      return alone(candidates, 0);
    }
    boolean nobodyElse = contenders.size() == candidates.size();
    Duration head = usual(contenders.getFirst());
    List<Step.Contender> lanes = new ArrayList<>();
    for (int lane = 0; lane < contenders.size(); lane++) {
      Candidate candidate = contenders.get(lane);
      boolean waits =
          lane > 0
              && (candidate.headroom() < settings.scarceBelow()
                  || turn.profile().estimatedTokens() > settings.longPrompt());
      lanes.add(
          new Step.Contender(
              candidate, waits ? head.multipliedBy(lane) : Duration.ZERO, nobodyElse));
    }
    return new Step.Hedge(lanes, new Race(lanes.size()));
  }

  /** Asks the candidate at {@code index} by itself. */
  static Step.Ask alone(List<Candidate> candidates, int index) {
    return new Step.Ask(
        candidates.get(index), Duration.ZERO, index == candidates.size() - 1, false);
  }

  /** One line for the trace on how the plan begins. */
  String note(Turn turn, Step step) {
    return switch (step) {
      case Step.Hedge hedge -> {
        long delayed = hedge.contenders().stream().filter(lane -> !lane.delay().isZero()).count();
        yield "race of %d%s"
            .formatted(
                hedge.contenders().size(),
                delayed == 0
                    ? ""
                    : ", %d of them delayed: %s"
                        .formatted(
                            delayed,
                            turn.profile().estimatedTokens() > settings.longPrompt()
                                ? "long prompt"
                                : "little quota left"));
      }
      case Step.Ask ask ->
          turn.profile().toolLoop() ? "alone: a tool loop runs" : "alone: one provider fits";
      case Step.Settled settled -> "nobody to ask";
    };
  }

  /** Nobody is free: waits for the soonest if that is soon enough, else says when to come back. */
  Plan whenAllRest(
      Turn turn, Category category, List<Fit> resting, List<Dropped> dropped, Ranking ranking) {
    Fit soonest = resting.stream().min(comparing(fit -> rest(fit).left())).orElse(null);
    if (soonest == null) {
      throw new NoModelFits(why(turn, dropped), null);
    }
    Duration left = rest(soonest).left();
    if (left.compareTo(settings.longestRest()) > 0 || left.compareTo(turn.patienceLeft()) > 0) {
      throw new NoModelFits(
          "Every model that fits is resting; the first is back in %d s. GET /api/circuits shows why."
              .formatted(left.toSeconds() + 1),
          left);
    }
    List<Fit> order = new ArrayList<>(resting);
    order.remove(soonest);
    order.addFirst(soonest);
    List<Candidate> candidates = new ArrayList<>(ranking.order(List.of(soonest)).candidates());
    candidates.addAll(ranking.order(order.subList(1, order.size())).candidates());
    Step step = new Step.Ask(candidates.getFirst(), left, candidates.size() == 1, false);
    return Router.plan(
        category,
        false,
        List.copyOf(candidates),
        dropped,
        step,
        "all candidates rest; waits %d ms for the soonest".formatted(left.toMillis()));
  }

  private static Rest rest(Fit fit) {
    return Objects.requireNonNull(fit.standing().restsFor());
  }

  private static String why(Turn turn, List<Dropped> dropped) {
    String need =
        turn.profile().images()
            ? "No model that can see images is available"
            : turn.profile().tools() || turn.model().equals("sml/tools")
                ? "No model that can call tools is available"
                : "No model fits this request";
    String example =
        dropped.isEmpty()
            ? ""
            : " (e.g. %s: %s)".formatted(dropped.getFirst().ref(), dropped.getFirst().reason());
    return need + example + ". Add a key of another provider on the Setup page.";
  }

  /** The best candidates of different providers, as many as the race is wide. */
  private List<Candidate> contenders(List<Candidate> candidates) {
    int width = Math.clamp(settings.hedgeWidth(), 1, 3);
    Set<String> providers = new HashSet<>();
    return candidates.stream()
        .filter(candidate -> providers.add(candidate.ref().provider()))
        .limit(width)
        .toList();
  }

  private Duration usual(Candidate candidate) {
    Duration usual = candidate.usualFirstContent();
    return usual == null ? settings.usualFirstContent() : usual;
  }
}
