package sml.gateway.upstream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.RefusedFields;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.hedge.Hedge;
import sml.gateway.chat.hedge.HedgeContender;
import sml.gateway.upstream.AttemptRunner.AttemptRequest;

/** Makes the attempts of a plan's next step and adds each result to the plan. */
@Component
final class PlanStepRunner {
  private final AttemptRunner attemptRunner;
  private final RefusedFields refusedFields;

  PlanStepRunner(AttemptRunner attemptRunner, RefusedFields refusedFields) {
    this.attemptRunner = attemptRunner;
    this.refusedFields = refusedFields;
  }

  /** Asks the one candidate of the step, after its pause. */
  Attempt alone(ChatRequest request, Plan plan) throws InterruptedException {
    if (!(plan.next() instanceof PlanStep.Ask ask)) {
      throw new IllegalStateException("the plan's next step asks no candidate alone");
    }
    Attempt attempt = alone(request, plan, ask);
    plan.attempts().add(attempt);
    return attempt;
  }

  private Attempt alone(ChatRequest request, Plan plan, PlanStep.Ask ask)
      throws InterruptedException {
    long startedMs = request.elapsedMs();
    if (!ask.pause().isZero() && !request.pause(ask.pause())) {
      return cancelled(request, ask.candidate(), startedMs, "the client has left");
    }
    String prefill = ask.prefill() ? plan.sent() : null;
    boolean startsOver = plan.sent() != null && prefill == null;
    return ask(
        plan,
        new AttemptRequest(
            request,
            ask.candidate(),
            ask.lastChance(),
            plan.explicit() && plan.candidates().size() == 1,
            // a probe has to learn that the answer was empty
            ask.lastChance() && request.purpose() == null,
            prefill,
            startsOver,
            Set.of(),
            null));
  }

  /** Asks a contender of the hedge that is the plan's next step. */
  Attempt contend(ChatRequest request, Plan plan, HedgeContender contender) {
    Hedge hedge = plan.hedge();
    var ending = new Ending(plan.attempts(), new AtomicBoolean());
    long startedMs = request.elapsedMs();
    // the winner records the losers, so that the trace of the request is complete
    try (var left = request.disconnected().on(hedge::abandon);
        var lost = contender.lost().on(() -> ending.is(lost(request, contender, startedMs)))) {
      Attempt attempt =
          ending.is(
              contender.lost().fired()
                  ? lost(request, contender, startedMs)
                  : ask(request, plan, hedge, contender));
      hedge.ended(contender, attempt);
      return attempt;
    }
  }

  private Attempt ask(ChatRequest request, Plan plan, Hedge hedge, HedgeContender contender) {
    String sent = plan.sent();
    String prefill = sent == null || sent.isEmpty() ? null : sent;
    return ask(
        plan,
        new AttemptRequest(
            request,
            contender.candidate(),
            contender.lastChance(),
            false,
            false,
            prefill,
            sent != null && prefill == null,
            Set.of(),
            new AttemptRunner.HedgeCallbacks(
                contender.lost(), () -> hedge.onContent(contender), () -> hedge.claim(contender))));
  }

  /**
   * Asks, and as often as the provider refuses something that we added, again without it. Each such
   * try is recorded separately; a refusal that a later answer proves is remembered.
   */
  private Attempt ask(Plan plan, AttemptRequest first) {
    AttemptRequest question = first;
    Attempt attempt = attemptRunner.ask(question);
    Map<String, Refusal> takenBack = new LinkedHashMap<>();
    while (attempt.isAdditionRefused() && !question.isOver()) {
      Refusal refusal = ((Attempt.Refused) attempt).refusal();
      String addition = Objects.requireNonNull(refusal.param());
      if (takenBack.put(addition, refusal) != null) {
        return attempt;
      }
      plan.attempts().add(attempt);
      question = question.without(addition);
      attempt = attemptRunner.ask(question);
    }
    if (attempt instanceof Attempt.Answered) {
      ModelRef ref = question.candidate().ref();
      takenBack.forEach((field, refusal) -> remember(ref, field, refusal));
    }
    return attempt;
  }

  private void remember(ModelRef ref, String field, Refusal refusal) {
    if (AddedMembers.holdsForAll(field, refusal)) {
      refusedFields.learn(ref, field, refusal.message());
    }
  }

  private static Attempt lost(ChatRequest request, HedgeContender contender, long startedMs) {
    String why = contender.lost().reason();
    return cancelled(
        request, contender.candidate(), startedMs, why == null ? "the hedge was over" : why);
  }

  private static Attempt cancelled(
      ChatRequest request, Candidate candidate, long startedMs, String why) {
    return new Attempt.Cancelled(
        candidate, new AttemptTiming(startedMs, null, request.elapsedMs()), why);
  }

  /** Records the result of a contender once: its own, or the one set by the hedge. */
  private record Ending(List<Attempt> attempts, AtomicBoolean recorded) {
    Attempt is(Attempt attempt) {
      if (!recorded.getAndSet(true)) {
        attempts.add(attempt);
      }
      return attempt;
    }
  }
}
