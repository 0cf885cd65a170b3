package sml.gateway.learning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.Roster;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Vital;

/** Tells how many of the usable chat models are resting, and why. */
@Component
final class ModelVital implements Vital {
  /** Percent of the models that must be free; the seed calls a gateway below it degraded. */
  private static final int FEW = 20;

  private final Roster roster;
  private final Memory memory;

  ModelVital(Roster roster, Memory memory) {
    this.roster = roster;
    this.memory = memory;
  }

  @Override
  public String name() {
    return "models";
  }

  @Override
  public Reading read() {
    List<ModelRef> refs = roster.models().stream().filter(Model::chat).map(Model::ref).toList();
    int cooling = 0;
    int open = 0;
    for (ModelRef ref : refs) {
      if (cools(ref)) {
        cooling++;
      } else if (memory.breakers().shutFor(ref) > 0) {
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
        few ? "only %d of %d models are not resting".formatted(available, refs.size()) : null);
  }

  private boolean cools(ModelRef ref) {
    return memory.cooldowns().of(ref) != null || memory.storms().of(ref.provider()) != null;
  }
}
