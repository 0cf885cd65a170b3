package sml.gateway.routing;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.Gate;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.Hedge;
import sml.gateway.chat.HedgeContender;
import sml.gateway.chat.Plan;
import sml.gateway.chat.Profile;
import sml.gateway.chat.Step;
import sml.gateway.chat.Timing;
import sml.gateway.chat.Turn;

/** One request from its plan to its answer. */
final class FieldRequest {
  static final long PATIENCE_MS = 60_000;
  static final List<Category> CATEGORIES =
      List.of(Category.THAI, Category.CODE, Category.MATH, Category.TOOLS);

  private final Field field;
  private final int nth;
  private final boolean stream;
  private final Turn turn;
  private final long beganMs;
  private @Nullable Plan plan;
  private boolean claimed;
  private boolean done;

  FieldRequest(Field field, int nth) {
    this.field = field;
    this.nth = nth;
    this.stream = field.random.nextBoolean();
    this.turn = turn(CATEGORIES.get(nth % CATEGORIES.size()), stream);
    this.beganMs = field.now();
    field.begins();
  }

  void begin() {
    try {
      take(field.policy.plan(turn, nth));
    } catch (GatewayException none) {
      end(null);
    }
  }

  private void take(Plan next) {
    plan = next;
    if (field.now() - beganMs >= PATIENCE_MS) {
      end(null);
      return;
    }
    switch (next.next()) {
      case Step.Hedged(Hedge hedge) -> pump(next, hedge);
      case Step.Wait(Duration time) ->
          field.at(field.now() + time.toMillis(), () -> take(field.policy.planAgain(turn, next)));
      case Step.Ask ask ->
          field.at(
              field.now() + ask.pause().toMillis(),
              () -> ask(new Single(next, ask), ask.candidate()));
      case Step.Settled settled -> end(null);
      case Step.Consensus consensus -> throw new IllegalStateException("nobody asked for it");
      case Step.Agreed agreed -> end(null);
    }
  }

  int nth() {
    return nth;
  }

  boolean isStream() {
    return stream;
  }

  Turn turn() {
    return turn;
  }

  /** Milliseconds since it began. */
  long elapsedMs() {
    return field.now() - beganMs;
  }

  void claimed() {
    claimed = true;
  }

  void answered(Candidate candidate) {
    end(candidate);
  }

  /** The stream of its winner broke off. */
  void cut(Attempt attempt) {
    Plan current = Objects.requireNonNull(plan);
    current.attempts().add(attempt);
    claimed = false;
    take(field.failover.resume(turn, current.after("x")));
  }

  private void end(@Nullable Candidate by) {
    if (done) {
      return;
    }
    done = true;
    field.ended(nth, by, field.now() - beganMs);
  }

  /** Gives the slots of a hedge their turns until none may ask anybody. */
  private void pump(Plan current, Hedge hedge) {
    while (plan == current && !claimed) {
      switch (hedge.offer()) {
        case Hedge.Offer.Begin(HedgeContender contender) ->
            ask(new Contender(current, hedge, contender), contender.candidate());
        case Hedge.Offer.Later(Long due) -> {
          if (due != null) {
            field.at(Math.max(field.now() + 1, due / 1_000_000 + 1), () -> pump(current, hedge));
          }
          return;
        }
        case Hedge.Offer.Over over -> {
          if (!claimed) {
            take(field.failover.next(turn, current));
          }
          return;
        }
      }
    }
  }

  private void ask(FieldCall.Asked asked, Candidate candidate) {
    long startedMs = field.now() - beganMs;
    switch (field.lab.gate.enter(candidate.ref(), 60, Gate.Admission.of(candidate))) {
      case Gate.Entry.Shut(String reason, Duration wait) ->
          asked.ended(
              new Attempt.NotAsked(
                  candidate, new Timing(startedMs, null, startedMs), reason, wait));
      case Gate.Entry.Open open -> {
        field.calls();
        new FieldCall(field, this, asked, candidate, startedMs).begin();
      }
    }
  }

  private final class Contender implements FieldCall.Asked {
    private final Plan current;
    private final Hedge hedge;
    private final HedgeContender contender;

    Contender(Plan current, Hedge hedge, HedgeContender contender) {
      this.current = current;
      this.hedge = hedge;
      this.contender = contender;
    }

    @Override
    public boolean claim() {
      return hedge.claim(contender);
    }

    @Override
    public void heard() {
      hedge.heard(contender);
    }

    @Override
    public void ended(Attempt attempt) {
      current.attempts().add(attempt);
      hedge.ended(contender, attempt);
      switch (attempt) {
        case Attempt.Cancelled lost -> {}
        case Attempt.Answered answered -> plan = field.failover.next(turn, current);
        case Attempt.Refused refused -> pump(current, hedge);
        case Attempt.TimedOut late -> pump(current, hedge);
        case Attempt.Broken broken -> pump(current, hedge);
        case Attempt.NotAsked shut -> pump(current, hedge);
      }
    }

    @Override
    public void onLost(Runnable action) {
      Objects.requireNonNull(contender.lost().on(action));
    }

    @Override
    public boolean lastChance() {
      return contender.lastChance();
    }
  }

  private final class Single implements FieldCall.Asked {
    private final Plan current;
    private final Step.Ask ask;

    Single(Plan current, Step.Ask ask) {
      this.current = current;
      this.ask = ask;
    }

    @Override
    public boolean claim() {
      return true;
    }

    @Override
    public void heard() {}

    @Override
    public void ended(Attempt attempt) {
      current.attempts().add(attempt);
      if (!(attempt instanceof Attempt.Answered)) {
        take(field.failover.next(turn, current));
      }
    }

    @Override
    public void onLost(Runnable action) {}

    @Override
    public boolean lastChance() {
      return ask.lastChance();
    }
  }

  private Turn turn(Category category, boolean stream) {
    Turn plain = SampleTurn.turn();
    Profile profile =
        new Profile(
            category,
            category == Category.THAI,
            category == Category.TOOLS,
            false,
            null,
            false,
            false,
            60,
            300,
            stream,
            false,
            Profile.NO_SIGNS);
    return new Turn(
        plain.call(),
        plain.model(),
        plain.body(),
        profile,
        plain.wishes(),
        field.lab.clock.instant(),
        plain.patience());
  }
}
