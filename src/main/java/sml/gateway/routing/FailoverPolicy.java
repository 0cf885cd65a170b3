package sml.gateway.routing;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Attempt.Answered;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.GatewayException.ClientGone;
import sml.gateway.chat.Hedge;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Step;
import sml.gateway.chat.Ticker;
import sml.gateway.chat.Turn;

/** Decides after each step of a plan what comes next, and in the end what came of it. */
@Component("failover")
final class FailoverPolicy {
  private final RoutingSettings settings;
  private final Retry retry;
  private final HedgeBudget budget;
  private final RandomGenerator random;
  private final HedgePlanner hedges;

  FailoverPolicy(
      RoutingSettings settings,
      Retry retry,
      HedgeBudget budget,
      Ticker ticker,
      RandomGenerator random) {
    this.settings = settings;
    this.retry = retry;
    this.budget = budget;
    this.random = random;
    this.hedges = new HedgePlanner(settings, budget, ticker);
  }

  /** The plan after its step was taken; settled when there is an answer or nothing left to try. */
  public Plan next(@Variable("turn") Turn turn, @Variable("plan") Plan plan) {
    return plan.then(
        switch (plan.next()) {
          case Step.Hedged(Hedge hedge) -> afterHedge(turn, plan, hedge);
          case Step.Ask ask -> afterOne(turn, plan, ask);
          case Step.Wait wait ->
              throw new IllegalStateException("a wait is followed by a new plan");
          case Step.Consensus consensus ->
              throw new IllegalStateException("the answers of a consensus are compared");
          case Step.Settled settled -> settled;
          case Step.Agreed agreed -> agreed;
        });
  }

  private Step afterHedge(Turn turn, Plan plan, Hedge hedge) {
    budget.spend(hedge.joined());
    Answered answer = hedge.answer();
    if (answer != null) {
      return new Step.Settled(answer, hedge.contested());
    }
    if (isOver(turn) || FailureMapper.isFinal(plan)) {
      return Step.Settled.NOTHING;
    }
    boolean mayPlanAgain = plan.spoken() == null && plan.asked() < settings.attempts();
    // other models may fit than when this plan was made, or be back soon
    return mayPlanAgain && hedge.begun() > 0
        ? new Step.Wait(Duration.ZERO)
        : waitForSoonest(turn, plan);
  }

  private Step afterOne(Turn turn, Plan plan, Step.Ask ask) {
    Attempt last = lastOf(plan, ask.candidate());
    if (last instanceof Answered answered) {
      return new Step.Settled(answered, false);
    }
    if (last == null || isOver(turn) || FailureMapper.isFinal(plan)) {
      return Step.Settled.NOTHING;
    }
    List<Candidate> fresh = unspent(plan);
    if (plan.explicit()) {
      Optional<Duration> pause = retry.pause(plan, last, fresh.isEmpty());
      if (pause.isPresent() && pause.get().compareTo(turn.patienceLeft()) < 0) {
        return new Step.Ask(ask.candidate(), pause.get(), ask.lastChance(), ask.prefill());
      }
    }
    return fresh.isEmpty() ? waitForSoonest(turn, plan) : onward(plan, fresh);
  }

  private static boolean isOver(Turn turn) {
    return turn.gone().fired() || turn.patienceLeft().isNegative();
  }

  /**
   * The answer of a settled plan.
   *
   * @throws GatewayException when there is none
   */
  public Answer settle(@Variable("turn") Turn turn, @Variable("plan") Plan plan) {
    if (plan.next() instanceof Step.Settled(Answered answered, var _) && answered != null) {
      return answered.answer();
    }
    if (plan.next() instanceof Step.Agreed(Answered answered, var _)) {
      return answered.answer();
    }
    if (turn.gone().fired()) {
      throw new ClientGone();
    }
    throw FailureMapper.of(plan);
  }

  /** Waits as long as the plan says, or until the client leaves. */
  public void pause(@Variable("turn") Turn turn, @Variable("plan") Plan plan)
      throws InterruptedException {
    if (plan.next() instanceof Step.Wait(Duration time)) {
      turn.pause(time);
    }
  }

  /** The plan that goes on after a stream was cut, with the candidates that have not failed. */
  public Plan resume(@Variable("turn") Turn turn, @Variable("plan") Plan plan) {
    List<Candidate> fresh = unspent(plan);
    if (fresh.isEmpty() || isOver(turn)) {
      return plan.then(Step.Settled.NOTHING);
    }
    int attemptsLeft = settings.attempts() - plan.asked();
    return plan.then(
        plan.explicit() || fresh.size() == 1 || attemptsLeft <= 0
            ? onward(plan, fresh)
            : hedges.resume(turn, fresh, attemptsLeft));
  }

  private static Step onward(Plan plan, List<Candidate> fresh) {
    boolean prefill = plan.spoken() != null && !plan.spoken().isEmpty();
    return new Step.Ask(fresh.getFirst(), Duration.ZERO, fresh.size() == 1, prefill);
  }

  /** When providers said how long to wait, the soonest is waited for, if the client will. */
  private Step waitForSoonest(Turn turn, Plan plan) {
    if (plan.explicit() || plan.spoken() != null || plan.asked() >= settings.attempts()) {
      return Step.Settled.NOTHING;
    }
    return plan.attempts().stream()
        .map(FailoverPolicy::retryAfter)
        .filter(Objects::nonNull)
        .min(Duration::compareTo)
        .map(soonest -> soonest.plus(spread()))
        .filter(wait -> wait.compareTo(settings.longestRest()) <= 0)
        .filter(wait -> wait.compareTo(turn.patienceLeft()) < 0)
        .<Step>map(Step.Wait::new)
        .orElse(Step.Settled.NOTHING);
  }

  /** Waiting requests come back one after another rather than all at once. */
  private Duration spread() {
    return Duration.ofNanos((long) (settings.spread().toNanos() * random.nextDouble()));
  }

  private static @Nullable Duration retryAfter(Attempt attempt) {
    return switch (attempt) {
      case Attempt.NotAsked shut -> shut.retryAfter();
      case Attempt.Refused refused -> refused.refusal().retryAfter();
      case Answered a -> null;
      case Attempt.TimedOut t -> null;
      case Attempt.Broken b -> null;
      case Attempt.Cancelled c -> null;
    };
  }

  /**
   * Candidates that were not asked yet, or only cancelled because another was faster. Where the
   * client named no order, those of a provider that has failed this request come after all others:
   * what is wrong with one of its models is often wrong with all.
   */
  private static List<Candidate> unspent(Plan plan) {
    List<Candidate> unspent =
        plan.candidates().stream()
            .filter(
                candidate ->
                    plan.attempts().stream()
                        .noneMatch(
                            attempt ->
                                attempt.candidate().ref().equals(candidate.ref())
                                    && !(attempt instanceof Attempt.Cancelled)))
            .toList();
    if (plan.explicit()) {
      return unspent;
    }
    Set<String> failed =
        plan.attempts().stream()
            .filter(Attempt::isProvidersFault)
            .map(attempt -> attempt.candidate().owner())
            .collect(toSet());
    Comparator<Candidate> failedLast = comparing(candidate -> failed.contains(candidate.owner()));
    // one that was slower than another may hang
    return unspent.stream()
        .sorted(failedLast.thenComparing(candidate -> lastOf(plan, candidate) != null))
        .toList();
  }

  private static @Nullable Attempt lastOf(Plan plan, Candidate candidate) {
    return plan.attempts().reversed().stream()
        .filter(attempt -> attempt.candidate().ref().equals(candidate.ref()))
        .findFirst()
        .orElse(null);
  }
}
