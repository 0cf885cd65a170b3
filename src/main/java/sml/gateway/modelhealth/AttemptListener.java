package sml.gateway.modelhealth;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ProbeClient;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Scope;
import sml.gateway.chat.hedge.LatencyDistribution;
import sml.gateway.modelhealth.cooldowns.CooldownCause;

/** Updates the health state after every attempt; runs on the thread of the request. */
@Component
class AttemptListener {
  private final ModelHealthState state;
  private final Keyring keyring;
  private final ModelRegistry registry;
  private final ModelHealthSettings settings;
  private final Clock clock;

  AttemptListener(
      ModelHealthState state,
      Keyring keyring,
      ModelRegistry registry,
      ModelHealthSettings settings,
      Clock clock) {
    this.state = state;
    this.keyring = keyring;
    this.registry = registry;
    this.settings = settings;
    this.clock = clock;
  }

  @EventListener
  public void on(AttemptFinished event) {
    Attempt attempt = event.attempt();
    Outcome outcome = Outcome.of(event.request(), attempt);
    switch (attempt) {
      case Attempt.Answered answered -> answered(outcome, answered.timing(), event);
      case Attempt.Refused refused -> refused(outcome, refused.refusal(), event);
      case Attempt.TimedOut late -> failed(outcome, late.what());
      case Attempt.Broken broken -> failed(outcome, broken.what());
      case Attempt.Cancelled cancelled -> {
        release(outcome);
        outlasted(outcome.ref(), cancelled.timing(), event.streamed());
      }
      // the gate refused it, so there is nothing to release
      case Attempt.NotAsked notAsked -> {}
    }
    if (!(attempt instanceof Attempt.NotAsked)) {
      state.limits().ended(outcome.ref(), event.keyId(), !event.headers().isEmpty());
    }
    state.changes().count(outcome.ref().provider());
  }

  private void outlasted(ModelRef ref, AttemptTiming attemptTiming, boolean streamed) {
    Long first = attemptTiming.firstContentMs();
    if (streamed && first != null) {
      state.results().timed(ref, first - attemptTiming.startedMs());
    } else {
      state
          .results()
          .outlasted(ref, LatencyDistribution.Until.content(streamed), attemptTiming.tookMs());
    }
  }

  private void answered(Outcome outcome, AttemptTiming attemptTiming, AttemptFinished event) {
    ModelRef ref = outcome.ref();
    state.load().answered(ref.provider());
    if (event.keyId() != null) {
      keyring.accepted(event.keyId());
    }
    state.storms().called(ref);
    state.breakers().succeeded(ref, outcome.startedMs());
    state.cooldowns().succeeded(ref, outcome.startedMs());
    Long first = attemptTiming.firstContentMs();
    // a whole answer has no beginning: its first content is its last
    boolean stream = event.streamed();
    Long firstMs =
        first == null || !stream ? null : Long.valueOf(first - attemptTiming.startedMs());
    switch (outcome.request().purpose()) {
      case null ->
          state
              .results()
              .answered(
                  ref, outcome.request().profile().category(), firstMs, attemptTiming.tookMs());
      case HEALTH, WARM_UP -> {
        if (firstMs != null) {
          state.results().timed(ref, firstMs);
        }
      }
      // the time of a long answer says nothing of how soon its beginning came
      case EXAM, GRADING, PROBE -> {}
    }
    if (event.usage() != null) {
      state.limits().settle(ref, event.usage().totalTokens() - outcome.tokens());
    }
  }

  private void refused(Outcome outcome, Refusal refusal, AttemptFinished event) {
    ModelRef ref = outcome.ref();
    CooldownCause error = cause("error", ref, refusal, event.keyId());
    if (error.account() != null && error.account() < keyring.account(ref.provider(), null)) {
      // it concerns a key that was replaced while the call was under way
      release(outcome);
      return;
    }
    state.limits().read(ref, event.keyId(), event.headers());
    state.limits().read(ref, event.keyId(), refusal);
    switch (refusal.kind()) {
      case RATE_LIMITED -> {
        Duration wait = refusal.retryAfter();
        state.storms().refused(ref, wait);
        failed(outcome, cause("rate_limited", ref, refusal, event.keyId()), wait);
      }
      case QUOTA_EXHAUSTED -> exhausted(outcome, refusal, event.keyId());
      case PAYMENT_REQUIRED, FAULT, TRANSIENT -> {
        state.storms().called(ref);
        failed(outcome, error, refusal.retryAfter());
      }
      case MODEL_GONE -> gone(outcome, error);
      case UNAUTHORIZED -> {
        release(outcome);
        unauthorized(outcome, refusal, event.keyId());
      }
      case TOO_LARGE, CONTEXT_TOO_LONG -> {
        release(outcome);
        state.sizes().tooLarge(ref, outcome.tokens());
      }
      case BAD_REQUEST, UNSUPPORTED, ADDITION_REFUSED, CONTENT_POLICY -> release(outcome);
    }
  }

  /** What a provider refuses to an account ends with the account's key. */
  private CooldownCause cause(String status, ModelRef ref, Refusal refusal, @Nullable Long keyId) {
    boolean ofAccount =
        refusal.scope() != Scope.PROVIDER
            && switch (refusal.kind()) {
              case RATE_LIMITED, QUOTA_EXHAUSTED, PAYMENT_REQUIRED, UNAUTHORIZED -> true;
              default -> false;
            };
    return ofAccount
        ? new CooldownCause(status, refusal.message(), keyring.account(ref.provider(), keyId))
        : new CooldownCause(status, refusal.message());
  }

  private void exhausted(Outcome outcome, Refusal refusal, @Nullable Long keyId) {
    Duration wait = refusal.retryAfter();
    CooldownCause cooldownCause = cause("quota_exhausted", outcome.ref(), refusal, keyId);
    state.storms().refused(outcome.ref(), wait);
    failed(
        outcome, cooldownCause, anotherKeyTakesOver(outcome.ref(), keyId, refusal) ? null : wait);
  }

  // a quota of the account belongs to the key: with another key the model can be asked again soon
  private boolean anotherKeyTakesOver(ModelRef ref, @Nullable Long keyId, Refusal refusal) {
    Duration wait = refusal.retryAfter();
    boolean ofKey =
        refusal.scope() == Scope.KEY
            || refusal.scope() == Scope.ACCOUNT
            || state.limits().countsPerAccount(ref.provider());
    if (keyId == null || wait == null || !ofKey) {
      return false;
    }
    keyring.coolDown(keyId, wait);
    return keyring.anyCoolingDown(ref.provider());
  }

  // the keyring handles a bad key; the model only cools down while the key is checked
  private void unauthorized(Outcome outcome, Refusal refusal, @Nullable Long keyId) {
    if (keyId != null) {
      keyring.suspect(keyId, refusal.status() + " " + refusal.message());
    }
    state
        .cooldowns()
        .coolDown(
            outcome.ref(),
            cause("error", outcome.ref(), refusal, keyId),
            outcome.startedMs(),
            clock.millis() + settings.firstCooldown().toMillis());
  }

  private void failed(Outcome outcome, String what) {
    state.storms().called(outcome.ref());
    failed(outcome, new CooldownCause("error", what), null);
  }

  private void gone(Outcome outcome, CooldownCause cooldownCause) {
    if (outcome.isProbe()) {
      release(outcome);
      return;
    }
    if (registry.lists(outcome.ref())) {
      // a model that its provider still lists exists, whatever this answer says
      failed(outcome, cooldownCause, null);
      return;
    }
    blame(outcome);
    state.cooldowns().gone(outcome.ref(), cooldownCause, outcome.startedMs());
  }

  private void failed(Outcome outcome, CooldownCause cooldownCause, @Nullable Duration wait) {
    if (outcome.isProbe() && cooldownCause.status().equals("error")) {
      release(outcome);
      return;
    }
    blame(outcome);
    if (wait == null || wait.isZero()) {
      state.cooldowns().failed(outcome.ref(), cooldownCause, outcome.startedMs());
      return;
    }
    Duration cooldown = wait.compareTo(settings.longestRest()) > 0 ? settings.longestRest() : wait;
    state
        .cooldowns()
        .coolDown(
            outcome.ref(),
            cooldownCause,
            outcome.startedMs(),
            clock.millis() + cooldown.toMillis());
  }

  private void blame(Outcome outcome) {
    state.breakers().failed(outcome.ref(), outcome.startedMs());
    if (outcome.request().purpose() == null) {
      state.results().failed(outcome.ref(), outcome.request().profile().category());
    }
  }

  private void release(Outcome outcome) {
    state.breakers().released(outcome.ref(), outcome.startedMs());
  }

  /** What all attempt outcomes have in common. */
  private record Outcome(ChatRequest request, ModelRef ref, long startedMs) {
    static Outcome of(ChatRequest request, Attempt attempt) {
      return new Outcome(
          request,
          attempt.candidate().ref(),
          request.receivedAt().toEpochMilli() + attempt.timing().startedMs());
    }

    // a probe of a skill may fail: the failure is the answer
    boolean isProbe() {
      return request.purpose() == ProbeClient.Purpose.PROBE;
    }

    int tokens() {
      return request.profile().estimatedTokens();
    }
  }
}
