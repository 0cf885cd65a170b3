package sml.gateway.routing;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Attempt.Answered;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.GatewayException.ClientGone;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Step;
import sml.gateway.chat.Turn;

/** Follows a plan: after each step decides what comes next, and in the end what came of it. */
@Component("pursuit")
final class Pursuit {
  private final RoutingSettings settings;
  private final Retry retry;

  Pursuit(RoutingSettings settings, Retry retry) {
    this.settings = settings;
    this.retry = retry;
  }

  /** The plan after its step was taken; settled when there is an answer or nothing left to try. */
  public Plan next(@Variable("turn") Turn turn, @Variable("plan") Plan plan) {
    List<Attempt> outcome = outcome(plan);
    Optional<Answered> answer =
        outcome.stream().filter(Answered.class::isInstance).map(Answered.class::cast).findFirst();
    if (answer.isPresent()) {
      return plan.then(new Step.Settled(answer.get(), plan.next() instanceof Step.Hedge));
    }
    if (turn.gone().fired()
        || turn.patienceLeft().isNegative()
        || outcome.isEmpty()
        || Verdict.isFinal(plan, outcome)) {
      return plan.then(Step.Settled.NOTHING);
    }
    return plan.then(onward(turn, plan, outcome.getLast()));
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
    if (turn.gone().fired()) {
      throw new ClientGone();
    }
    throw Verdict.of(plan);
  }

  /** The plan that goes on after a stream was cut: the next candidate that has not failed. */
  public Plan resume(@Variable("turn") Turn turn, @Variable("plan") Plan plan) {
    List<Candidate> fresh = unspent(plan);
    if (fresh.isEmpty() || turn.gone().fired() || turn.patienceLeft().isNegative()) {
      return plan.then(Step.Settled.NOTHING);
    }
    String spoken = plan.spoken();
    return plan.then(
        new Step.Ask(
            fresh.getFirst(),
            Duration.ZERO,
            fresh.size() == 1,
            spoken != null && !spoken.isEmpty()));
  }

  private Step onward(Turn turn, Plan plan, Attempt last) {
    if (plan.next() instanceof Step.Ask ask) {
      if (ask.prefill() && refusedPrefill(last)) {
        return new Step.Ask(ask.candidate(), Duration.ZERO, ask.lastChance(), false);
      }
      if (plan.explicit()) {
        Optional<Duration> pause = retry.pause(plan, last, unspent(plan).isEmpty());
        if (pause.isPresent() && pause.get().compareTo(turn.patienceLeft()) < 0) {
          return new Step.Ask(ask.candidate(), pause.get(), ask.lastChance(), ask.prefill());
        }
      }
    }
    List<Candidate> fresh = unspent(plan);
    if (!fresh.isEmpty()) {
      boolean prefill = plan.spoken() != null && !plan.spoken().isEmpty();
      return new Step.Ask(fresh.getFirst(), Duration.ZERO, fresh.size() == 1, prefill);
    }
    return waitForSoonest(turn, plan);
  }

  /** When nobody could even be asked, the soonest one is waited for, once. */
  private Step waitForSoonest(Turn turn, Plan plan) {
    Attempt.NotAsked soonest = null;
    for (Attempt attempt : plan.attempts()) {
      if (!(attempt instanceof Attempt.NotAsked shut)) {
        return Step.Settled.NOTHING;
      }
      if (shut.retryAfter() != null
          && (soonest == null || shut.retryAfter().compareTo(left(soonest)) < 0)) {
        soonest = shut;
      }
    }
    boolean waitedAlready = plan.attempts().size() > plan.candidates().size();
    if (soonest == null
        || plan.explicit()
        || waitedAlready
        || left(soonest).compareTo(settings.longestRest()) > 0
        || left(soonest).compareTo(turn.patienceLeft()) > 0) {
      return Step.Settled.NOTHING;
    }
    return new Step.Ask(soonest.candidate(), left(soonest), true, false);
  }

  private static Duration left(Attempt.NotAsked shut) {
    Duration after = shut.retryAfter();
    return after == null ? Duration.ofDays(1) : after;
  }

  private static boolean refusedPrefill(Attempt attempt) {
    return attempt instanceof Attempt.Refused refused
        && (refused.refusal().kind() == Refusal.Kind.PREFILL_REFUSED
            || refused.refusal().kind() == Refusal.Kind.BAD_REQUEST);
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
                                attempt.candidate().equals(candidate)
                                    && !(attempt instanceof Attempt.Cancelled)))
            .toList();
    if (plan.explicit()) {
      return unspent;
    }
    Set<String> failed =
        plan.attempts().stream()
            .filter(Pursuit::providerFailed)
            .map(attempt -> attempt.candidate().ref().provider())
            .collect(toSet());
    return unspent.stream()
        .sorted(comparing(candidate -> failed.contains(candidate.ref().provider())))
        .toList();
  }

  private static boolean providerFailed(Attempt attempt) {
    return switch (attempt) {
      case Attempt.TimedOut silent -> true;
      case Attempt.Broken broken -> true;
      case Attempt.Refused refused ->
          switch (refused.refusal().kind()) {
            case RATE_LIMITED, QUOTA_EXHAUSTED, UNAUTHORIZED, PAYMENT_REQUIRED, FAULT, TRANSIENT ->
                true;
            case MODEL_GONE,
                TOO_LARGE,
                CONTEXT_TOO_LONG,
                CONTENT_POLICY,
                BAD_REQUEST,
                PREFILL_REFUSED ->
                false;
          };
      case Attempt.Answered answered -> false;
      case Attempt.Cancelled cancelled -> false;
      case Attempt.NotAsked notAsked -> false;
    };
  }

  /** The attempts of the step that was just taken. */
  private static List<Attempt> outcome(Plan plan) {
    return switch (plan.next()) {
      case Step.Ask ask ->
          plan.attempts().reversed().stream()
              .filter(attempt -> attempt.candidate().equals(ask.candidate()))
              .limit(1)
              .toList();
      case Step.Hedge hedge ->
          plan.attempts().stream()
              .filter(
                  attempt ->
                      hedge.contenders().stream()
                          .anyMatch(lane -> lane.candidate().equals(attempt.candidate())))
              .toList();
      case Step.Settled settled -> List.of();
    };
  }
}
