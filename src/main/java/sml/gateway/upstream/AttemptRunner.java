package sml.gateway.upstream;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Hedge;
import sml.gateway.chat.HedgeContender;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Step;
import sml.gateway.chat.Timing;
import sml.gateway.chat.Turn;

/** Makes the attempts of a plan's next step and puts how each ended on the plan's record. */
@Component
final class AttemptRunner {
  private final Asker asker;

  AttemptRunner(Asker asker) {
    this.asker = asker;
  }

  /** Asks the one candidate of the step, after its pause. */
  Attempt alone(Turn turn, Plan plan) throws InterruptedException {
    if (!(plan.next() instanceof Step.Ask ask)) {
      throw new IllegalStateException("the plan's next step asks no candidate alone");
    }
    Attempt attempt = alone(turn, plan, ask);
    plan.attempts().add(attempt);
    return attempt;
  }

  private Attempt alone(Turn turn, Plan plan, Step.Ask ask) throws InterruptedException {
    long startedMs = turn.elapsedMs();
    if (!ask.pause().isZero() && !turn.pause(ask.pause())) {
      return cancelled(turn, ask.candidate(), startedMs, "the client has left");
    }
    String prefill = ask.prefill() ? plan.spoken() : null;
    boolean startsOver = plan.spoken() != null && prefill == null;
    return asker.ask(
        new Asker.Question(
            turn,
            ask.candidate(),
            ask.lastChance(),
            plan.explicit() && plan.candidates().size() == 1,
            // a question of our own needs to know that nothing was said
            ask.lastChance() && turn.purpose() == null,
            prefill,
            startsOver,
            null,
            () -> true));
  }

  /** Asks a contender of the hedge that is the plan's next step. */
  Attempt contend(Turn turn, Plan plan, HedgeContender contender) {
    if (!(plan.next() instanceof Step.Hedged(Hedge hedge))) {
      throw new IllegalStateException("the plan has no hedge to take part in");
    }
    var ending = new Ending(plan.attempts(), new AtomicBoolean());
    long startedMs = turn.elapsedMs();
    // the winner puts the losers on record, so that the request's trace never lacks one
    try (var left = turn.gone().on(hedge::abandon);
        var lost = contender.lost().on(() -> ending.is(lost(turn, contender, startedMs)))) {
      Attempt attempt =
          ending.is(
              contender.lost().fired()
                  ? lost(turn, contender, startedMs)
                  : ask(turn, plan, hedge, contender));
      hedge.ended(contender, attempt);
      return attempt;
    }
  }

  private Attempt ask(Turn turn, Plan plan, Hedge hedge, HedgeContender contender) {
    String spoken = plan.spoken();
    if (spoken != null && !spoken.isEmpty()) {
      Attempt attempt = ask(turn, plan, hedge, contender, spoken);
      if (!attempt.isPrefillRefused()) {
        return attempt;
      }
      plan.attempts().add(attempt);
    }
    return ask(turn, plan, hedge, contender, null);
  }

  private Attempt ask(
      Turn turn, Plan plan, Hedge hedge, HedgeContender contender, @Nullable String prefill) {
    return asker.ask(
        new Asker.Question(
            turn,
            contender.candidate(),
            contender.lastChance(),
            false,
            false,
            prefill,
            plan.spoken() != null && prefill == null,
            contender.lost(),
            () -> hedge.claim(contender)));
  }

  private static Attempt lost(Turn turn, HedgeContender contender, long startedMs) {
    String why = contender.lost().reason();
    return cancelled(
        turn, contender.candidate(), startedMs, why == null ? "the hedge was over" : why);
  }

  private static Attempt cancelled(Turn turn, Candidate candidate, long startedMs, String why) {
    return new Attempt.Cancelled(candidate, new Timing(startedMs, null, turn.elapsedMs()), why);
  }

  /** Puts the end of a contender on record once: its own, or the one the hedge made of it. */
  private record Ending(List<Attempt> attempts, AtomicBoolean recorded) {
    Attempt is(Attempt attempt) {
      if (!recorded.getAndSet(true)) {
        attempts.add(attempt);
      }
      return attempt;
    }
  }
}
