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
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.GatewayException.ClientDisconnected;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.hedge.Hedge;
import sml.gateway.chat.hedge.Ticker;

/** Decides after each step of a plan what comes next, and at its end the answer or the error. */
@Component("failover")
final class FailoverPolicy {
  private final RoutingSettings settings;
  private final RetryPolicy retryPolicy;
  private final HedgeBudget budget;
  private final RandomGenerator random;
  private final HedgePlanner hedges;

  FailoverPolicy(
      RoutingSettings settings,
      RetryPolicy retryPolicy,
      HedgeBudget budget,
      Ticker ticker,
      RandomGenerator random) {
    this.settings = settings;
    this.retryPolicy = retryPolicy;
    this.budget = budget;
    this.random = random;
    this.hedges = new HedgePlanner(settings, budget, ticker);
  }

  /** The plan after its step was taken; settled when there is an answer or nothing left to try. */
  public Plan next(@Variable("request") ChatRequest request, @Variable("plan") Plan plan) {
    return plan.then(
        switch (plan.next()) {
          case PlanStep.Hedged(Hedge hedge) -> afterHedge(request, plan, hedge);
          case PlanStep.Ask ask -> afterOne(request, plan, ask);
          case PlanStep.Wait wait ->
              throw new IllegalStateException("a wait is followed by a new plan");
          case PlanStep.Consensus consensus ->
              throw new IllegalStateException("the answers of a consensus are compared");
          case PlanStep.Settled settled -> settled;
          case PlanStep.Agreed agreed -> agreed;
        });
  }

  private PlanStep afterHedge(ChatRequest request, Plan plan, Hedge hedge) {
    budget.spend(hedge.joined());
    Answered answer = hedge.answer();
    if (answer != null) {
      return new PlanStep.Settled(answer, hedge.contested());
    }
    if (isOver(request) || FailureMapper.isFinal(plan)) {
      return PlanStep.Settled.NOTHING;
    }
    boolean mayPlanAgain = plan.sent() == null && plan.asked() < settings.attempts();
    // other models may fit than when this plan was made, or be back soon
    return mayPlanAgain && hedge.begun() > 0
        ? new PlanStep.Wait(Duration.ZERO)
        : waitForSoonest(request, plan);
  }

  private PlanStep afterOne(ChatRequest request, Plan plan, PlanStep.Ask ask) {
    Attempt last = lastOf(plan, ask.candidate());
    if (last instanceof Answered answered) {
      return new PlanStep.Settled(answered, false);
    }
    if (last == null || isOver(request) || FailureMapper.isFinal(plan)) {
      return PlanStep.Settled.NOTHING;
    }
    List<Candidate> fresh = unspent(plan);
    if (plan.explicit()) {
      Optional<Duration> pause = retryPolicy.pause(plan, last, fresh.isEmpty());
      if (pause.isPresent() && pause.get().compareTo(request.timeLeft()) < 0) {
        return new PlanStep.Ask(ask.candidate(), pause.get(), ask.lastChance(), ask.prefill());
      }
    }
    return fresh.isEmpty() ? waitForSoonest(request, plan) : onward(plan, fresh);
  }

  private static boolean isOver(ChatRequest request) {
    return request.disconnected().fired() || request.timeLeft().isNegative();
  }

  /**
   * The answer of a settled plan.
   *
   * @throws GatewayException when there is none
   */
  public Answer settle(@Variable("request") ChatRequest request, @Variable("plan") Plan plan) {
    if (plan.next() instanceof PlanStep.Settled(Answered answered, var _) && answered != null) {
      return answered.answer();
    }
    if (plan.next() instanceof PlanStep.Agreed(Answered answered, var _)) {
      return answered.answer();
    }
    if (request.disconnected().fired()) {
      throw new ClientDisconnected();
    }
    throw FailureMapper.of(plan);
  }

  /** Waits as long as the plan says, or until the client leaves. */
  public void pause(@Variable("request") ChatRequest request, @Variable("plan") Plan plan)
      throws InterruptedException {
    if (plan.next() instanceof PlanStep.Wait(Duration time)) {
      request.pause(time);
    }
  }

  /** The plan that goes on after a stream was cut, with the candidates that have not failed. */
  public Plan resume(@Variable("request") ChatRequest request, @Variable("plan") Plan plan) {
    List<Candidate> fresh = unspent(plan);
    if (fresh.isEmpty() || isOver(request)) {
      return plan.then(PlanStep.Settled.NOTHING);
    }
    int attemptsLeft = settings.attempts() - plan.asked();
    return plan.then(
        plan.explicit() || fresh.size() == 1 || attemptsLeft <= 0
            ? onward(plan, fresh)
            : hedges.resume(request, fresh, attemptsLeft));
  }

  private static PlanStep onward(Plan plan, List<Candidate> fresh) {
    boolean prefill = plan.sent() != null && !plan.sent().isEmpty();
    return new PlanStep.Ask(fresh.getFirst(), Duration.ZERO, fresh.size() == 1, prefill);
  }

  /** When providers said how long to wait, the soonest is waited for, if the client will. */
  private PlanStep waitForSoonest(ChatRequest request, Plan plan) {
    if (plan.explicit() || plan.sent() != null || plan.asked() >= settings.attempts()) {
      return PlanStep.Settled.NOTHING;
    }
    return plan.attempts().stream()
        .map(FailoverPolicy::retryAfter)
        .filter(Objects::nonNull)
        .min(Duration::compareTo)
        .map(soonest -> soonest.plus(spread()))
        .filter(wait -> wait.compareTo(settings.longestRest()) <= 0)
        .filter(wait -> wait.compareTo(request.timeLeft()) < 0)
        .<PlanStep>map(PlanStep.Wait::new)
        .orElse(PlanStep.Settled.NOTHING);
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
