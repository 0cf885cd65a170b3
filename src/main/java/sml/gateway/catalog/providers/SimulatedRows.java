package sml.gateway.catalog.providers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.models.ModelList;
import sml.gateway.catalog.models.ModelStore;
import sml.gateway.chat.ProviderField;

/** The simulated providers of the demo, in the place of all others. */
@Component
public final class SimulatedRows {
  private final ObjectProvider<ProviderField> field;
  private final EntryStore store;
  private final SpecReader reader;
  private final ModelList list;
  private final ModelStore models;
  private final ObjectMapper json;
  private final Clock clock;

  SimulatedRows(
      ObjectProvider<ProviderField> field,
      EntryStore store,
      SpecReader reader,
      ModelList list,
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
    ProviderField present = field.getIfAvailable();
    if (present == null) {
      return false;
    }
    List<ProviderField.Row> rows = present.rows();
    store.keepSimulated(rows.stream().map(ProviderField.Row::name).toList());
    rows.forEach(this::plant);
    return true;
  }

  private void plant(ProviderField.Row row) {
    ProviderSpec spec = reader.fresh(row.name(), fields(row));
    store.simulate(row.name(), spec);
    models.replace(row.name(), list.read(spec.models()), clock.instant());
  }

  private ObjectNode fields(ProviderField.Row row) {
    ObjectNode fields = json.createObjectNode();
    fields.put("label", row.label()).put("base_url", row.baseUrl().toString());
    fields.put("notes", row.notes()).put("keyless", true);
    fields.putObject("auth").put("scheme", "none").put("name", "");
    ArrayNode offers = fields.putArray("models");
    for (ProviderField.Offer offer : row.models()) {
      ObjectNode item = offers.addObject().put("id", offer.id());
      item.put("context_length", offer.contextLength()).put("supports_tools", offer.tools());
    }
    return fields;
  }
}
