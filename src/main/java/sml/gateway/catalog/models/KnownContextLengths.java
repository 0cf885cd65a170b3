package sml.gateway.catalog.models;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Context lengths for models whose list does not state them: from the provider's documents, else of
 * the model's family.
 */
@Component
final class KnownContextLengths {
  private static final String FILE = "catalog/contexts.json";

  private final Map<String, Map<String, Integer>> tokens;

  public KnownContextLengths(ObjectMapper json) {
    try (var in = new ClassPathResource(FILE).getInputStream()) {
      tokens = json.readValue(in, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException("the known contexts cannot be read", e);
    }
  }

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
