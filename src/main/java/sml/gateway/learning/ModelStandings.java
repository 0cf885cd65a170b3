package sml.gateway.learning;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Category;
import sml.gateway.chat.Delay;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Standings;
import sml.gateway.learning.limits.Shortage;
import sml.gateway.learning.rests.Pause;
import sml.gateway.learning.results.Results;

/** Says to ranking how models do right now. */
@Component
final class ModelStandings implements Standings {
  private final Memory memory;
  private final Clock clock;

  ModelStandings(Memory memory, Clock clock) {
    this.memory = memory;
    this.clock = clock;
  }

  @Override
  public Standing of(ModelRef ref, Category category) {
    Results.Record results = memory.results().of(ref, category);
    return new Standing(
        rest(ref),
        results.success(),
        results.samples(),
        results.evidence(),
        results.usualFirst(),
        results.usualWhole(),
        memory.limits().headroom(ref));
  }

  @Override
  public Allowance allowance(ModelRef ref) {
    return memory.limits().allowance(ref);
  }

  @Override
  public Delay delay(ModelRef ref, Delay.Until until) {
    return memory.results().delay(ref, until);
  }

  @Override
  public Load load(String provider) {
    return memory.load().of(provider);
  }

  private @Nullable Rest rest(ModelRef ref) {
    Pause pause = memory.cooldowns().of(ref);
    pause = pause == null ? memory.storms().of(ref.provider()) : pause;
    if (pause != null) {
      return new Rest(
          "cooling down after " + pause.reason(),
          Duration.ofMillis(Math.max(0, pause.leftMs(clock.millis()))),
          pause.byProvider());
    }
    long shut = memory.breakers().shutFor(ref);
    return shut > 0 ? new Rest("breaker open", Duration.ofMillis(shut), true) : usedUp(ref);
  }

  // asked all the same it would only be refused, by us or by the provider
  private @Nullable Rest usedUp(ModelRef ref) {
    Shortage shortage = memory.limits().usedUp(ref);
    return shortage == null || shortage.waitMs() == null
        ? null
        : new Rest(shortage.reason(), Duration.ofMillis(shortage.waitMs()), !shortage.learned());
  }
}
