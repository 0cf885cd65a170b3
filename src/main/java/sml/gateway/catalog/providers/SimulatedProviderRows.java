package sml.gateway.catalog.providers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.SimulatedProviders;
import sml.gateway.catalog.models.ModelListReader;
import sml.gateway.catalog.models.ModelStore;

/** The simulated providers of the demo, which replace all others. */
@Component
public final class SimulatedProviderRows {
  private final ObjectProvider<SimulatedProviders> field;
  private final ProviderRowStore store;
  private final ProviderSpecReader reader;
  private final ModelListReader list;
  private final ModelStore models;
  private final ObjectMapper json;
  private final Clock clock;

  SimulatedProviderRows(
      ObjectProvider<SimulatedProviders> field,
      ProviderRowStore store,
      ProviderSpecReader reader,
      ModelListReader list,
      ModelStore models,
      ObjectMapper json,
      Clock clock) {
    this.field = field;
    this.store = store;
    this.reader = reader;
    this.list = list;
    this.models = models;
    this.json = json;
    this.clock = clock;
  }

  /** Writes the rows of the field and their models; false when there is no field. */
  public boolean plant() {
    SimulatedProviders present = field.getIfAvailable();
    if (present == null) {
      return false;
    }
    List<SimulatedProviders.Row> rows = present.rows();
    store.keepSimulated(rows.stream().map(SimulatedProviders.Row::name).toList());
    rows.forEach(this::plant);
    return true;
  }

  private void plant(SimulatedProviders.Row row) {
    ProviderSpec spec = reader.simulated(row.name(), fields(row), row.access().word());
    store.simulate(row.name(), spec);
    models.replace(row.name(), list.read(spec.models()), clock.instant());
  }

  private ObjectNode fields(SimulatedProviders.Row row) {
    ObjectNode fields = json.createObjectNode();
    fields.put("label", row.label()).put("base_url", row.baseUrl().toString());
    fields.put("notes", row.notes()).put("keyless", true);
    fields.putObject("auth").put("scheme", "none").put("name", "");
    ArrayNode offers = fields.putArray("models");
    for (SimulatedProviders.Offer offer : row.models()) {
      ObjectNode item = offers.addObject().put("id", offer.id());
      item.put("context_length", offer.contextLength()).put("supports_tools", offer.tools());
    }
    return fields;
  }
}
