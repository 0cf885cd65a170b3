package sml.gateway.learning;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Gate;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.limits.Shortage;
import sml.gateway.learning.rests.Pause;

/** Lets a request in unless its model rests, has no quota left or its breaker is open. */
@Component
final class ModelGate implements Gate {
  private static final Entry OPEN = new Entry.Open();

  private final Memory memory;
  private final Clock clock;

  ModelGate(Memory memory, Clock clock) {
    this.memory = memory;
    this.clock = clock;
  }

  @Override
  public Entry enter(ModelRef ref, int estimatedTokens, Admission admission) {
    boolean named = admission == Admission.NAMED;
    Entry resting = named ? null : resting(ref, estimatedTokens, admission);
    if (resting != null) {
      return resting;
    }
    // the quota first: a breaker that was entered waits for a verdict
    Shortage shortage = memory.limits().book(ref, estimatedTokens, admission);
    if (shortage != null) {
      return new Entry.Shut(
          shortage.reason(),
          shortage.waitMs() == null ? null : Duration.ofMillis(shortage.waitMs()));
    }
    long wait = memory.breakers().enter(ref, named);
    if (wait > 0) {
      memory.limits().giveUp(ref, estimatedTokens);
      return new Entry.Shut("breaker open", Duration.ofMillis(wait));
    }
    memory.load().began(ref.provider());
    memory.changes().count(ref.provider());
    return OPEN;
  }

  private @Nullable Entry resting(ModelRef ref, int estimatedTokens, Admission admission) {
    Pause pause = memory.cooldowns().of(ref);
    pause = pause == null ? memory.storms().of(ref.provider()) : pause;
    if (pause != null && (admission == Admission.HEALTHY || pause.byProvider())) {
      return new Entry.Shut(
          "cooling down after " + pause.reason(),
          Duration.ofMillis(Math.max(0, pause.leftMs(clock.millis()))));
    }
    long tooLarge = memory.sizes().shutFor(ref, estimatedTokens);
    return tooLarge > 0
        ? new Entry.Shut("a prompt of this size was too large for it lately", null)
        : null;
  }

  @Override
  public void observe(ModelRef ref, @Nullable Long keyId, Map<String, String> headers) {
    memory.limits().read(ref, keyId, headers);
    memory.changes().count(ref.provider());
  }
}
