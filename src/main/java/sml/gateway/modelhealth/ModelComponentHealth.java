package sml.gateway.modelhealth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.ComponentHealth;
import sml.gateway.chat.ModelRef;

/** Reports how many of the usable chat models are cooling down, and why. */
@Component
final class ModelComponentHealth implements ComponentHealth {
  /** Percent of the models that must be free; a gateway below it is degraded. */
  private static final int FEW = 20;

  private final ModelRegistry registry;
  private final ModelHealthState state;

  ModelComponentHealth(ModelRegistry registry, ModelHealthState state) {
    this.registry = registry;
    this.state = state;
  }

  @Override
  public String name() {
    return "models";
  }

  @Override
  public Reading read() {
    List<ModelRef> refs = registry.models().stream().filter(Model::chat).map(Model::ref).toList();
    int cooling = 0;
    int open = 0;
    for (ModelRef ref : refs) {
      if (cools(ref)) {
        cooling++;
      } else if (state.breakers().shutFor(ref) > 0) {
        open++;
      }
    }
    int available = refs.size() - cooling - open;
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("total", refs.size());
    facts.put("available", available);
    facts.put("cooldown", cooling);
    facts.put("breakerOpen", open);
    facts.put("percentAvailable", refs.isEmpty() ? null : 100 * available / refs.size());
    boolean few = !refs.isEmpty() && 100 * available <= FEW * refs.size();
    return new Reading(
        facts,
        few ? "only %d of %d models are not cooling down".formatted(available, refs.size()) : null);
  }

  private boolean cools(ModelRef ref) {
    return state.cooldowns().of(ref) != null || state.storms().of(ref.provider()) != null;
  }
}
