package sml.gateway.upstream;

import io.github.resilience4j.bulkhead.Bulkhead;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.Keyring.ApiKey;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ChatRequest;
import sml.gateway.network.Cancellation;
import sml.gateway.upstream.RequestFactory.Prepared;
import sml.gateway.upstream.transport.KeyBulkheads;

/** Asks one model: through the gate, with a key, within the bounds of that key. Never throws. */
@Component
final class AttemptRunner {
  private final ModelRegistry registry;
  private final Keyring keyring;
  private final AdmissionGate gate;
  private final KeyBulkheads bulkheads;
  private final RequestFactory requests;
  private final CallFactory calls;

  /**
   * One question to one candidate.
   *
   * @param patient no other candidate is left, so a long silence is better than none
   * @param only the client named this model and no other
   * @param acceptEmpty an answer without content is passed on as it is
   * @param prefill text the answer has to go on from, or null
   * @param startsOver the answer repeats what the client already has
   * @param without what the gateway adds by itself and this candidate has refused
   * @param hedge the callbacks of its hedge, null outside a hedge
   */
  record AttemptRequest(
      ChatRequest request,
      Candidate candidate,
      boolean patient,
      boolean only,
      boolean acceptEmpty,
      @Nullable String prefill,
      boolean startsOver,
      Set<String> without,
      @Nullable HedgeCallbacks hedge) {

    /** The same question without something that the gateway had added. */
    AttemptRequest without(String addition) {
      boolean begun = addition.equals(AddedMembers.PREFILL);
      Set<String> more = new HashSet<>(without);
      more.add(addition);
      return new AttemptRequest(
          request,
          candidate,
          patient,
          only,
          acceptEmpty,
          begun ? null : prefill,
          startsOver || begun,
          Set.copyOf(more),
          hedge);
    }

    /** True when no client or hedge waits for its answer any more. */
    boolean isOver() {
      return request.disconnected().fired()
          || request.timeLeft().isNegative()
          || (hedge != null && hedge.lost().fired());
    }
  }

  /**
   * The callbacks between an attempt and its hedge.
   *
   * @param lost the switch that is thrown when another contender won
   * @param onContent called while content of a whole answer comes that is not complete yet
   * @param claim asked when the client could have its answer; false means that another contender
   *     was faster
   */
  record HedgeCallbacks(Cancellation lost, Runnable onContent, BooleanSupplier claim) {}

  AttemptRunner(
      ModelRegistry registry,
      Keyring keyring,
      AdmissionGate gate,
      KeyBulkheads bulkheads,
      RequestFactory requests,
      CallFactory calls) {
    this.registry = registry;
    this.keyring = keyring;
    this.gate = gate;
    this.bulkheads = bulkheads;
    this.requests = requests;
    this.calls = calls;
  }

  Attempt ask(AttemptRequest question) {
    String name = question.candidate().ref().provider();
    Optional<Provider> provider = registry.provider(name);
    if (provider.isEmpty()) {
      return notAsked(question, "provider " + name + " is no longer in the catalogue", null);
    }
    Optional<ApiKey> key = keyring.pick(name);
    if (key.isEmpty()) {
      String why = registry.trouble(name).map(trouble -> name + " " + trouble).orElse("");
      return notAsked(question, why.isEmpty() ? "no usable key for " + name : why, null);
    }
    Prepared request;
    try {
      request = requests.prepare(question, provider.get(), key.get());
    } catch (RuntimeException unfit) {
      return notAsked(question, "the request could not be made: " + unfit.getMessage(), null);
    }
    return enter(question, provider.get(), key.get(), request);
  }

  private Attempt enter(AttemptRequest question, Provider provider, ApiKey key, Prepared request) {
    Candidate candidate = question.candidate();
    Bulkhead bulkhead = bulkheads.of(provider.name(), key.id());
    if (!bulkhead.tryAcquirePermission()) {
      return notAsked(question, "all calls allowed for this key are under way", null);
    }
    int tokens = question.request().profile().estimatedTokens();
    return switch (gate.enter(candidate.ref(), tokens, AdmissionGate.Admission.of(candidate))) {
      case AdmissionGate.Entry.Shut shut -> {
        bulkhead.releasePermission();
        yield notAsked(question, shut.reason(), shut.retryAfter());
      }
      case AdmissionGate.Entry.Open open ->
          calls.call(question, provider, key, request, bulkhead::releasePermission).run();
    };
  }

  private static Attempt notAsked(
      AttemptRequest question, String why, @Nullable Duration retryAfter) {
    long now = question.request().elapsedMs();
    return new Attempt.NotAsked(
        question.candidate(), new AttemptTiming(now, null, now), why, retryAfter);
  }
}
