package sml.gateway.catalog.models;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Map;
import org.springframework.stereotype.Component;
import sml.gateway.json.ProgramFile;

/**
 * Context lengths for models whose list does not state them: from the provider's documents, else of
 * the model's family.
 */
@Component
final class KnownContextLengths {
  private final Map<String, Map<String, Integer>> tokens =
      new ProgramFile("catalog/contexts.json").as(new TypeReference<>() {});

  /** The model with its context filled in, where the list left it open and we know it. */
  public ScannedModel fill(String provider, ScannedModel model) {
    Integer known = tokens.getOrDefault(provider, Map.of()).get(model.id());
    if (known == null && !model.chat()) {
      return model;
    }
    return model.withContextIfUnknown(
        known == null ? ModelFamilies.of(model.id()).contextLength() : known);
  }
}
