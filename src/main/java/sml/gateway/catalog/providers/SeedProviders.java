package sml.gateway.catalog.providers;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.CatalogSettings;

/** The shipped providers. Keyless ones start switched off. */
@Component
public final class SeedProviders {
  private final ProviderRowStore store;
  private final ObjectMapper json;
  private final Map<String, ProviderSpec> specs = new LinkedHashMap<>();
  private final Map<String, Boolean> enabled = new LinkedHashMap<>();

  SeedProviders(
      CatalogSettings settings,
      ProviderRowStore store,
      ProviderSpecReader reader,
      ObjectMapper json) {
    this.store = store;
    this.json = json;
    try (var in = settings.seeds().getInputStream()) {
      Map<String, ObjectNode> file =
          json.readValue(in, new TypeReference<LinkedHashMap<String, ObjectNode>>() {});
      file.forEach((name, fields) -> add(name, fields, reader));
    } catch (IOException e) {
      throw new UncheckedIOException("the shipped providers cannot be read", e);
    }
  }

  private void add(String name, ObjectNode fields, ProviderSpecReader reader) {
    JsonNode on = fields.remove("enabled");
    ProviderSpec spec = reader.fresh(name, fields);
    specs.put(name, spec);
    enabled.put(name, on == null ? !spec.keyless() : on.asBoolean());
  }

  /** Adds what is not yet in the table and corrects rows that were never edited. */
  public void plant() {
    specs.forEach((name, spec) -> store.plant(name, spec, Boolean.TRUE.equals(enabled.get(name))));
  }

  /** The shipped values that a row does not have. */
  Map<String, JsonNode> differences(ProviderRow row) {
    Map<String, JsonNode> other = new LinkedHashMap<>();
    ProviderSpec shipped = specs.get(row.name());
    if (shipped != null) {
      JsonNode present = json.valueToTree(row.spec());
      json.<ObjectNode>valueToTree(shipped)
          .properties()
          .forEach(
              field -> {
                if (!field.getValue().equals(present.path(field.getKey()))) {
                  other.put(field.getKey(), field.getValue());
                }
              });
    }
    return other;
  }

  /** The shipped version of a provider. */
  Optional<ProviderSpec> find(String name) {
    return Optional.ofNullable(specs.get(name));
  }
}
