package sml.gateway.modelhealth;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.cooldowns.Cooldown;
import sml.gateway.modelhealth.quotas.QuotaExhausted;
import sml.gateway.modelhealth.quotas.readings.QuotaReading;
import sml.gateway.upstream.AdmissionGate;

/** Admits a request unless its model is cooling down, has no quota left or its breaker is open. */
@Component
final class ModelAdmissionGate implements AdmissionGate {
  private static final Entry OPEN = new Entry.Open();

  private final ModelHealthState state;
  private final Keyring keyring;
  private final Clock clock;

  ModelAdmissionGate(ModelHealthState state, Keyring keyring, Clock clock) {
    this.state = state;
    this.keyring = keyring;
    this.clock = clock;
  }

  @Override
  public Entry enter(ModelRef ref, int estimatedTokens, Admission admission) {
    boolean named = admission == Admission.NAMED;
    Entry coolingDown = named ? null : coolingDown(ref, estimatedTokens, admission);
    if (coolingDown != null) {
      return coolingDown;
    }
    // the quota first: a breaker that was entered waits for a verdict
    QuotaExhausted exhausted = state.limits().charge(ref, estimatedTokens, admission);
    if (exhausted != null) {
      return new Entry.Shut(
          exhausted.reason(),
          exhausted.waitMs() == null ? null : Duration.ofMillis(exhausted.waitMs()));
    }
    long wait = state.breakers().enter(ref, named);
    if (wait > 0) {
      state.limits().giveUp(ref, estimatedTokens);
      return new Entry.Shut("breaker open", Duration.ofMillis(wait));
    }
    state.load().began(ref.provider());
    state.changes().count(ref.provider());
    return OPEN;
  }

  private @Nullable Entry coolingDown(ModelRef ref, int estimatedTokens, Admission admission) {
    Cooldown cooldown = state.cooldowns().of(ref);
    cooldown = cooldown == null ? state.storms().of(ref.provider()) : cooldown;
    if (cooldown != null && (admission == Admission.HEALTHY || cooldown.byProvider())) {
      return new Entry.Shut(
          "cooling down after " + cooldown.reason(),
          Duration.ofMillis(Math.max(0, cooldown.leftMs(clock.millis()))));
    }
    long tooLarge = state.sizes().shutFor(ref, estimatedTokens);
    return tooLarge > 0
        ? new Entry.Shut("a prompt of this size was too large for it lately", null)
        : null;
  }

  @Override
  public void observe(ModelRef ref, @Nullable Long keyId, Map<String, String> headers) {
    state.limits().answering(ref);
    List<QuotaReading> readings = state.limits().read(ref, keyId, headers);
    if (keyId != null) {
      readings.stream()
          .min(Comparator.comparingDouble(QuotaReading::share))
          .ifPresent(scarcest -> keyring.left(keyId, scarcest.share(), scarcest.holds()));
    }
    state.changes().count(ref.provider());
  }
}
