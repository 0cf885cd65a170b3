package sml.gateway.learning;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.Roster;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.Delay;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Scope;
import sml.gateway.chat.Sounding;
import sml.gateway.chat.Timing;
import sml.gateway.chat.Turn;
import sml.gateway.learning.rests.Cause;

/** Turns the end of every attempt into memory; runs on the thread of the request. */
@Component
class OutcomeListener {
  private final Memory memory;
  private final Keyring keyring;
  private final Roster roster;
  private final LearningSettings settings;
  private final Clock clock;

  OutcomeListener(
      Memory memory, Keyring keyring, Roster roster, LearningSettings settings, Clock clock) {
    this.memory = memory;
    this.keyring = keyring;
    this.roster = roster;
    this.settings = settings;
    this.clock = clock;
  }

  @EventListener
  public void on(AttemptFinished event) {
    Attempt attempt = event.attempt();
    Outcome outcome = Outcome.of(event.turn(), attempt);
    switch (attempt) {
      case Attempt.Answered answered -> answered(outcome, answered.timing(), event);
      case Attempt.Refused refused -> refused(outcome, refused.refusal(), event);
      case Attempt.TimedOut late -> failed(outcome, late.what());
      case Attempt.Broken broken -> failed(outcome, broken.what());
      case Attempt.Cancelled cancelled -> {
        release(outcome);
        outlasted(outcome.ref(), cancelled.timing(), event.streamed());
      }
      // the gate refused it, so there is nothing to give back
      case Attempt.NotAsked notAsked -> {}
    }
    memory.changes().count(outcome.ref().provider());
  }

  private void outlasted(ModelRef ref, Timing timing, boolean streamed) {
    Long first = timing.firstContentMs();
    if (streamed && first != null) {
      memory.results().timed(ref, first - timing.startedMs());
    } else {
      memory.results().outlasted(ref, Delay.Until.content(streamed), timing.tookMs());
    }
  }

  private void answered(Outcome outcome, Timing timing, AttemptFinished event) {
    ModelRef ref = outcome.ref();
    memory.load().answered(ref.provider());
    if (event.keyId() != null) {
      keyring.accepted(event.keyId());
    }
    memory.storms().called(ref);
    memory.breakers().succeeded(ref, outcome.startedMs());
    memory.cooldowns().succeeded(ref, outcome.startedMs());
    Long first = timing.firstContentMs();
    // a whole answer has no beginning: its first content is its last
    boolean stream = event.streamed();
    Long firstMs = first == null || !stream ? null : Long.valueOf(first - timing.startedMs());
    switch (outcome.turn().purpose()) {
      case null ->
          memory
              .results()
              .answered(ref, outcome.turn().profile().category(), firstMs, timing.tookMs());
      case HEALTH, WARM_UP -> {
        if (firstMs != null) {
          memory.results().timed(ref, firstMs);
        }
      }
      // the time of a long answer says nothing of how soon its beginning came
      case EXAM, GRADING, PROBE -> {}
    }
    if (event.usage() != null) {
      memory.limits().settle(ref, event.usage().totalTokens() - outcome.tokens());
    }
  }

  private void refused(Outcome outcome, Refusal refusal, AttemptFinished event) {
    ModelRef ref = outcome.ref();
    Cause error = cause("error", ref, refusal, event.keyId());
    if (error.account() != null && error.account() < keyring.account(ref.provider(), null)) {
      // it concerns a key that was replaced while the call was under way
      release(outcome);
      return;
    }
    memory.limits().read(ref, event.keyId(), event.headers());
    memory.limits().read(ref, event.keyId(), refusal);
    switch (refusal.kind()) {
      case RATE_LIMITED -> {
        Duration wait = refusal.retryAfter();
        memory.storms().refused(ref, wait);
        failed(outcome, cause("rate_limited", ref, refusal, event.keyId()), wait);
      }
      case QUOTA_EXHAUSTED -> exhausted(outcome, refusal, event.keyId());
      case PAYMENT_REQUIRED, FAULT, TRANSIENT -> {
        memory.storms().called(ref);
        failed(outcome, error, refusal.retryAfter());
      }
      case MODEL_GONE -> gone(outcome, error);
      case UNAUTHORIZED -> {
        release(outcome);
        unauthorized(outcome, refusal, event.keyId());
      }
      case TOO_LARGE, CONTEXT_TOO_LONG -> {
        release(outcome);
        memory.sizes().tooLarge(ref, outcome.tokens());
      }
      case BAD_REQUEST, UNSUPPORTED, ADDITION_REFUSED, CONTENT_POLICY -> release(outcome);
    }
  }

  /** What a provider refuses to an account ends with the account's key. */
  private Cause cause(String status, ModelRef ref, Refusal refusal, @Nullable Long keyId) {
    boolean ofAccount =
        refusal.scope() != Scope.PROVIDER
            && switch (refusal.kind()) {
              case RATE_LIMITED, QUOTA_EXHAUSTED, PAYMENT_REQUIRED, UNAUTHORIZED -> true;
              default -> false;
            };
    return ofAccount
        ? new Cause(status, refusal.message(), keyring.account(ref.provider(), keyId))
        : new Cause(status, refusal.message());
  }

  private void exhausted(Outcome outcome, Refusal refusal, @Nullable Long keyId) {
    Duration wait = refusal.retryAfter();
    Cause cause = cause("quota_exhausted", outcome.ref(), refusal, keyId);
    memory.storms().refused(outcome.ref(), wait);
    failed(outcome, cause, anotherKeyTakesOver(outcome.ref(), keyId, refusal) ? null : wait);
  }

  // a quota of the account belongs to the key: with another key the model can be asked again soon
  private boolean anotherKeyTakesOver(ModelRef ref, @Nullable Long keyId, Refusal refusal) {
    Duration wait = refusal.retryAfter();
    boolean ofKey =
        refusal.scope() == Scope.KEY
            || refusal.scope() == Scope.ACCOUNT
            || memory.limits().countsPerAccount(ref.provider());
    if (keyId == null || wait == null || !ofKey) {
      return false;
    }
    keyring.rest(keyId, wait);
    return keyring.anyRested(ref.provider());
  }

  // a bad key is the keyring's business; the model only steps aside while that is found out
  private void unauthorized(Outcome outcome, Refusal refusal, @Nullable Long keyId) {
    if (keyId != null) {
      keyring.suspect(keyId, refusal.status() + " " + refusal.message());
    }
    memory
        .cooldowns()
        .rest(
            outcome.ref(),
            cause("error", outcome.ref(), refusal, keyId),
            outcome.startedMs(),
            clock.millis() + settings.firstCooldown().toMillis());
  }

  private void failed(Outcome outcome, String what) {
    memory.storms().called(outcome.ref());
    failed(outcome, new Cause("error", what), null);
  }

  private void gone(Outcome outcome, Cause cause) {
    if (outcome.isProbe()) {
      release(outcome);
      return;
    }
    if (roster.lists(outcome.ref())) {
      // what its provider still lists is not gone, whatever this answer says
      failed(outcome, cause, null);
      return;
    }
    blame(outcome);
    memory.cooldowns().gone(outcome.ref(), cause, outcome.startedMs());
  }

  private void failed(Outcome outcome, Cause cause, @Nullable Duration wait) {
    if (outcome.isProbe() && cause.status().equals("error")) {
      release(outcome);
      return;
    }
    blame(outcome);
    if (wait == null || wait.isZero()) {
      memory.cooldowns().failed(outcome.ref(), cause, outcome.startedMs());
      return;
    }
    Duration rest = wait.compareTo(settings.longestRest()) > 0 ? settings.longestRest() : wait;
    memory
        .cooldowns()
        .rest(outcome.ref(), cause, outcome.startedMs(), clock.millis() + rest.toMillis());
  }

  private void blame(Outcome outcome) {
    memory.breakers().failed(outcome.ref(), outcome.startedMs());
    if (outcome.turn().purpose() == null) {
      memory.results().failed(outcome.ref(), outcome.turn().profile().category());
    }
  }

  private void release(Outcome outcome) {
    memory.breakers().released(outcome.ref(), outcome.startedMs());
  }

  /** What every kind of end has in common. */
  private record Outcome(Turn turn, ModelRef ref, long startedMs) {
    static Outcome of(Turn turn, Attempt attempt) {
      return new Outcome(
          turn,
          attempt.candidate().ref(),
          turn.receivedAt().toEpochMilli() + attempt.timing().startedMs());
    }

    // asked for something it may be unable to do, so failing is an answer
    boolean isProbe() {
      return turn.purpose() == Sounding.Purpose.PROBE;
    }

    int tokens() {
      return turn.profile().estimatedTokens();
    }
  }
}
