package sml.gateway.upstream;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Cancellation;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Race;
import sml.gateway.chat.Step;
import sml.gateway.chat.Timing;
import sml.gateway.chat.Turn;

/** Where in a step a candidate is asked: alone, or as one of the contenders of a race. */
enum Lane {
  ALONE,
  FIRST,
  SECOND,
  THIRD;

  static Lane named(String name) {
    return Arrays.stream(values())
        .filter(lane -> lane.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("provider: knows alone, first, second and third"));
  }

  /** Asks the candidate of this lane and puts how that ended on the plan's record. */
  Attempt run(Turn turn, Plan plan, Asker asker) throws InterruptedException {
    return switch (plan.next()) {
      case Step.Ask ask -> {
        Attempt attempt = alone(turn, plan, ask, asker);
        plan.attempts().add(attempt);
        yield attempt;
      }
      case Step.Hedge hedge -> contend(turn, plan, hedge, asker);
      case Step.Settled settled ->
          throw new IllegalStateException("the plan is settled, there is nobody to ask");
    };
  }

  private static Attempt alone(Turn turn, Plan plan, Step.Ask ask, Asker asker)
      throws InterruptedException {
    long startedMs = turn.elapsedMs();
    if (!ask.pause().isZero() && !pause(turn, ask.pause())) {
      return cancelled(turn, ask.candidate(), startedMs, "the client has left");
    }
    String prefill = ask.prefill() ? plan.spoken() : null;
    boolean startsOver = plan.spoken() != null && prefill == null;
    return asker.ask(
        new Asker.Question(
            turn,
            ask.candidate(),
            ask.lastChance(),
            // whoever asks on our own behalf wants to know that nothing was said
            ask.lastChance() && turn.purpose() == null,
            prefill,
            startsOver,
            null,
            () -> true));
  }

  private Attempt contend(Turn turn, Plan plan, Step.Hedge hedge, Asker asker)
      throws InterruptedException {
    int number = ordinal() - 1;
    Race race = hedge.race();
    Step.Contender contender = hedge.contenders().get(number);
    Cancellation lost = race.lane(number);
    var ending = new Ending(plan.attempts(), new AtomicBoolean());
    long startedMs = turn.elapsedMs();
    Supplier<Attempt> loss = () -> lost(turn, contender.candidate(), startedMs, lost);
    // the winner puts the losers on record, so that the request's trace never lacks one
    try (var left = turn.gone().on(race::abandon);
        var switched = lost.on(() -> ending.is(loss.get()))) {
      if (lost.fired() || !race.await(number, contender.delay())) {
        return ending.is(loss.get());
      }
      Attempt attempt =
          ending.is(
              asker.ask(
                  new Asker.Question(
                      turn,
                      contender.candidate(),
                      contender.lastChance(),
                      false,
                      null,
                      plan.spoken() != null,
                      lost,
                      () -> race.claim(number))));
      if (!(attempt instanceof Attempt.Answered)) {
        race.giveUp(number);
      }
      return attempt;
    }
  }

  private static Attempt lost(Turn turn, Candidate candidate, long startedMs, Cancellation lost) {
    String why = lost.reason();
    return cancelled(turn, candidate, startedMs, why == null ? "the race was over" : why);
  }

  /** Waits unless the client leaves meanwhile; true when the pause is over. */
  private static boolean pause(Turn turn, Duration time) throws InterruptedException {
    Race waiting = new Race(2);
    try (var left = turn.gone().on(waiting::abandon)) {
      return waiting.await(1, time);
    }
  }

  private static Attempt cancelled(Turn turn, Candidate candidate, long startedMs, String why) {
    return new Attempt.Cancelled(candidate, new Timing(startedMs, null, turn.elapsedMs()), why);
  }

  /** Puts the end of a contender on record once: its own, or the one the race made of it. */
  private record Ending(List<Attempt> attempts, AtomicBoolean told) {
    Attempt is(Attempt attempt) {
      if (!told.getAndSet(true)) {
        attempts.add(attempt);
      }
      return attempt;
    }
  }
}
