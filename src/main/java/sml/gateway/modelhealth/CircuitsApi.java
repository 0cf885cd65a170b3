package sml.gateway.modelhealth;

import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.cooldowns.Breakers;
import sml.gateway.modelhealth.cooldowns.Cooldown;
import sml.gateway.modelhealth.cooldowns.Cooldowns;

/** Shows every model with an open breaker or a cooldown, and lets the operator reset it. */
@Component("circuitsApi")
class CircuitsApi {
  private final ModelHealthState memory;
  private final Clock clock;

  CircuitsApi(ModelHealthState memory, Clock clock) {
    this.memory = memory;
    this.clock = clock;
  }

  public CircuitList list() {
    Map<ModelRef, Breakers.Row> breakers = new HashMap<>();
    memory.breakers().all().forEach(row -> breakers.put(row.ref(), row));
    Map<ModelRef, Cooldowns.Row> cooldowns = new HashMap<>();
    memory.cooldowns().all().forEach(row -> cooldowns.put(row.ref(), row));
    Set<ModelRef> refs = new HashSet<>(breakers.keySet());
    refs.addAll(cooldowns.keySet());
    List<Row> rows =
        refs.stream()
            .map(ref -> row(ref, breakers.get(ref), cooldowns.get(ref)))
            .filter(Row::isInTrouble)
            .sorted(Comparator.comparing(Row::model))
            .toList();
    return new CircuitList(rows);
  }

  private Row row(ModelRef ref, Breakers.@Nullable Row breaker, Cooldowns.@Nullable Row cooldown) {
    int calls = breaker == null ? 0 : breaker.calls();
    Cooldown pause = cooldown == null ? null : cooldown.pause();
    if (pause == null || pause.untilMs() <= clock.millis()) {
      pause = memory.storms().of(ref.provider());
    }
    return new Row(
        ref.id(),
        breaker == null ? "closed" : breaker.state(),
        breaker == null || calls == 0 ? null : 1 - (double) breaker.failed() / calls,
        calls,
        breaker == null || breaker.openUntilMs() == 0 ? null : breaker.openUntilMs(),
        pause == null ? null : pause.untilMs(),
        pause == null ? null : pause.reason(),
        cooldown == null ? 0 : cooldown.streak());
  }

  /** Resets a model, or all models when none is named. */
  public Done reset(@Header("model") String id) {
    return new Done(true, memory.reset(id.isEmpty() ? null : ref(id)));
  }

  private static ModelRef ref(String id) {
    return ModelRef.parse(id)
        .orElseThrow(
            () -> new GatewayException.InvalidRequest("Name a model as provider/model.", "model"));
  }

  record CircuitList(List<Row> circuits) {}

  record Done(boolean ok, int reset) {}

  record Row(
      String model,
      String state,
      @Nullable Double successRate,
      int calls,
      @Nullable Long openUntil,
      @Nullable Long cooldownUntil,
      @Nullable String cooldownReason,
      int streak) {

    boolean isInTrouble() {
      return !state.equals("closed")
          || cooldownUntil != null
          || streak > 0
          || (successRate != null && successRate < 1);
    }
  }
}
