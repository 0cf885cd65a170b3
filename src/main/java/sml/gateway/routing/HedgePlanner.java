package sml.gateway.routing;

import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.hedge.Hedge;
import sml.gateway.chat.hedge.Ticker;

/** Decides how candidates are asked: how many at once, how many in all, or one by itself. */
final class HedgePlanner {
  private static final int WIDEST = 3;
  private static final int PARTICIPANTS = 3;
  private static final int SLOTS_OF_PARTICIPANT = 2;

  /** No candidate joins sooner, in milliseconds. */
  private static final double SOONEST_MS = 100;

  private final RoutingSettings settings;
  private final HedgeBudget budget;
  private final Ticker ticker;

  /**
   * The candidates of a hedge.
   *
   * @param candidates best first
   * @param contenders how many of the first candidates may be asked at once
   * @param coolingDown those whose provider said when to come back
   */
  record Lineup(List<Candidate> candidates, int contenders, List<Hedge.CoolingDown> coolingDown) {}

  /**
   * A step and why it is taken.
   *
   * @param note short text for the trace
   */
  record Decision(PlanStep step, String note) {}

  HedgePlanner(RoutingSettings settings, HedgeBudget budget, Ticker ticker) {
    this.settings = settings;
    this.ticker = ticker;
    this.budget = budget;
  }

  /**
   * The step that asks these candidates.
   *
   * @param attemptsLeft candidates that may still be asked for this request
   */
  Decision decide(ChatRequest request, Lineup lineup, int attemptsLeft) {
    budget.request();
    List<Candidate> candidates = lineup.candidates();
    if (candidates.size() == 1 && lineup.coolingDown().isEmpty()) {
      return new Decision(alone(candidates, 0), "alone: one model fits");
    }
    List<Candidate> first =
        contenders(candidates.subList(0, Math.min(lineup.contenders(), candidates.size())));
    String scarce = scarce(request, first);
    int width = scarce == null ? budget.width(first) : 1;
    budget.spend(width - 1);
    int slots = Math.max(width, settings.mostInFlight());
    Duration longestWait = min(settings.longestRest(), request.timeLeft());
    var hedge =
        new Hedge(
            joining(candidates),
            lineup.coolingDown(),
            new Hedge.Limits(width, slots, attemptsLeft, longestWait, settings.rescueSilence()),
            ticker);
    String why =
        scarce != null ? ": " + scarce : width < first.size() ? ": the budget allows no more" : "";
    String asked = width == 1 ? "one model" : width + " models";
    return new Decision(new PlanStep.Hedged(hedge), "asks " + asked + " first" + why);
  }

  /**
   * The candidates, the first of them with the time after which the next one is worth joining; that
   * is no later than {@link Candidate#lateAfter()}, which the others keep.
   */
  private List<Candidate> joining(List<Candidate> candidates) {
    List<Candidate> joined = new ArrayList<>(candidates);
    for (int i = 0; i < Math.min(WIDEST, candidates.size()); i++) {
      Candidate asked = candidates.get(i);
      Optional<Candidate> next =
          candidates.stream()
              .skip(i + 1L)
              .filter(other -> !other.owner().equals(asked.owner()))
              .findFirst();
      if (next.isPresent()) {
        joined.set(i, asked.lateAfter(joinsAfter(asked, next.get())));
      }
    }
    return joined;
  }

  /**
   * The step that asks three candidates of different owners and compares their answers; each
   * participant fails over among owners of its own.
   *
   * @throws NoModelFits when there are fewer than three owners
   */
  Decision consensus(ChatRequest request, Lineup lineup) {
    List<String> owners = lineup.candidates().stream().map(Candidate::owner).distinct().toList();
    Map<Integer, List<Candidate>> participants =
        lineup.candidates().stream()
            .collect(groupingBy(candidate -> owners.indexOf(candidate.owner()) % PARTICIPANTS));
    if (participants.size() < PARTICIPANTS) {
      throw new NoModelFits(
          "`sml/consensus` compares the answers of %d providers; %d can be asked now."
              .formatted(PARTICIPANTS, participants.size()),
          null);
    }
    Duration longestWait = min(settings.longestRest(), request.timeLeft());
    var limits =
        new Hedge.Limits(
            1, SLOTS_OF_PARTICIPANT, settings.attempts(), longestWait, settings.rescueSilence());
    return new Decision(
        new PlanStep.Consensus(
            participants.values().stream()
                .map(participant -> new Hedge(joining(participant), List.of(), limits, ticker))
                .toList()),
        "compares the answers of " + PARTICIPANTS);
  }

  /**
   * The step that goes on with an answer of which the client has the beginning: one candidate, and
   * further ones when it is late.
   */
  PlanStep resume(ChatRequest request, List<Candidate> candidates, int attemptsLeft) {
    Duration longestWait = min(settings.longestRest(), request.timeLeft());
    var limits =
        new Hedge.Limits(
            1, settings.mostInFlight(), attemptsLeft, longestWait, settings.rescueSilence());
    return new PlanStep.Hedged(new Hedge(joining(candidates), List.of(), limits, ticker));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Duration joinsAfter(Candidate asked, Candidate next) {
    long late = asked.lateAfter().toMillis();
    double silent = HedgeGain.worthwhileAfter(asked, next, SOONEST_MS, late, settings);
    return silent < late ? Duration.ofMillis((long) silent) : asked.lateAfter();
  }

  /** Asks the candidate at {@code index} by itself. */
  static PlanStep.Ask alone(List<Candidate> candidates, int index) {
    return new PlanStep.Ask(
        candidates.get(index), Duration.ZERO, index == candidates.size() - 1, false);
  }

  /** Why a hedge begins with one candidate, or null when it may begin with several. */
  private @Nullable String scarce(ChatRequest request, List<Candidate> first) {
    if (request.profile().toolLoop()) {
      return "a tool loop runs";
    }
    if (request.profile().estimatedTokens() > settings.longPrompt()) {
      return "long prompt";
    }
    if (first.stream().anyMatch(candidate -> candidate.headroom() < settings.scarceBelow())) {
      return "little quota left";
    }
    return null;
  }

  /** The best candidates of different owners, as many as a hedge is wide. */
  private List<Candidate> contenders(List<Candidate> candidates) {
    int width = Math.clamp(settings.hedgeWidth(), 1, WIDEST);
    Set<String> owners = new HashSet<>();
    return candidates.stream()
        .filter(candidate -> owners.add(candidate.owner()))
        .limit(width)
        .toList();
  }
}
