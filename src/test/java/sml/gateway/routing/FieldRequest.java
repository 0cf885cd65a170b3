package sml.gateway.routing;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.RequestProfile;
import sml.gateway.chat.hedge.Hedge;
import sml.gateway.chat.hedge.HedgeContender;
import sml.gateway.upstream.AdmissionGate;

/** One request from its plan to its answer. */
final class FieldRequest {
  static final long TIMEOUT_MS = 60_000;
  static final List<Category> CATEGORIES =
      List.of(Category.THAI, Category.CODE, Category.MATH, Category.TOOLS);

  private final Field field;
  private final int nth;
  private final boolean stream;
  private final ChatRequest request;
  private final long beganMs;
  private @Nullable Plan plan;
  private boolean claimed;
  private boolean done;

  FieldRequest(Field field, int nth) {
    this.field = field;
    this.nth = nth;
    this.stream = field.random.nextBoolean();
    this.request = chat(CATEGORIES.get(nth % CATEGORIES.size()), stream);
    this.beganMs = field.now();
    field.begins();
  }

  void begin() {
    try {
      take(field.policy.plan(request, nth));
    } catch (GatewayException none) {
      end(null);
    }
  }

  private void take(Plan next) {
    plan = next;
    if (field.now() - beganMs >= TIMEOUT_MS) {
      end(null);
      return;
    }
    switch (next.next()) {
      case PlanStep.Hedged(Hedge hedge) -> pump(next, hedge);
      case PlanStep.Wait(Duration time) ->
          field.at(
              field.now() + time.toMillis(), () -> take(field.policy.planAgain(request, next)));
      case PlanStep.Ask ask ->
          field.at(
              field.now() + ask.pause().toMillis(),
              () -> ask(new Single(next, ask), ask.candidate()));
      case PlanStep.Settled settled -> end(null);
      case PlanStep.Consensus consensus -> throw new IllegalStateException("no test asks for it");
      case PlanStep.Agreed agreed -> end(null);
    }
  }

  int nth() {
    return nth;
  }

  boolean isStream() {
    return stream;
  }

  ChatRequest chat() {
    return request;
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
    take(field.failover.resume(request, current.after("x")));
  }

  private void end(@Nullable Candidate by) {
    if (done) {
      return;
    }
    done = true;
    field.ended(nth, by, field.now() - beganMs);
  }

  /** Gives the slots of a hedge their candidates until none may ask a model. */
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
            take(field.failover.next(request, current));
          }
          return;
        }
      }
    }
  }

  private void ask(FieldCall.Asked asked, Candidate candidate) {
    long startedMs = field.now() - beganMs;
    switch (field.lab.gate.enter(candidate.ref(), 60, AdmissionGate.Admission.of(candidate))) {
      case AdmissionGate.Entry.Shut(String reason, Duration wait) ->
          asked.ended(
              new Attempt.NotAsked(
                  candidate, new AttemptTiming(startedMs, null, startedMs), reason, wait));
      case AdmissionGate.Entry.Open open -> {
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
    public void onContent() {
      hedge.onContent(contender);
    }

    @Override
    public void ended(Attempt attempt) {
      current.attempts().add(attempt);
      hedge.ended(contender, attempt);
      switch (attempt) {
        case Attempt.Cancelled lost -> {}
        case Attempt.Answered answered -> plan = field.failover.next(request, current);
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
    private final PlanStep.Ask ask;

    Single(Plan current, PlanStep.Ask ask) {
      this.current = current;
      this.ask = ask;
    }

    @Override
    public boolean claim() {
      return true;
    }

    @Override
    public void onContent() {}

    @Override
    public void ended(Attempt attempt) {
      current.attempts().add(attempt);
      if (!(attempt instanceof Attempt.Answered)) {
        take(field.failover.next(request, current));
      }
    }

    @Override
    public void onLost(Runnable action) {}

    @Override
    public boolean lastChance() {
      return ask.lastChance();
    }
  }

  private ChatRequest chat(Category category, boolean stream) {
    ChatRequest plain = SampleRequest.chat();
    RequestProfile profile =
        new RequestProfile(
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
            RequestProfile.NO_SIGNS);
    return new ChatRequest(
        plain.call(),
        plain.model(),
        plain.body(),
        profile,
        plain.preferences(),
        field.lab.clock.instant(),
        plain.timeout(),
        null);
  }
}
