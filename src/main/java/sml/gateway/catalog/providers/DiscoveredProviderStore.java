package sml.gateway.catalog.providers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.updates.ProviderRegistrar;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.network.UrlRule;

/** Writes discovered providers as rows of their own kind. */
@Component
final class DiscoveredProviderStore implements ProviderRegistrar {
  private final ProviderStore store;
  private final ProviderRowStore rows;
  private final ProviderSpecReader reader;
  private final ObjectMapper json;

  DiscoveredProviderStore(
      ProviderStore store, ProviderRowStore rows, ProviderSpecReader reader, ObjectMapper json) {
    this.store = store;
    this.rows = rows;
    this.reader = reader;
    this.json = json;
  }

  @Override
  public Set<String> known() {
    return store.all().stream().map(ProviderRow::name).collect(Collectors.toSet());
  }

  @Override
  public boolean add(DiscoveredProvider newcomer) throws Refusal {
    if (!ProviderEditor.mayBeNamed(newcomer.name())) {
      throw new Refusal("its name cannot be one of the catalogue");
    }
    for (String url : new String[] {newcomer.baseUrl(), newcomer.chatUrl(), newcomer.modelsUrl()}) {
      String problem = url == null ? null : UrlRule.problem(url);
      if (problem != null) {
        throw new Refusal(problem);
      }
    }
    try {
      return rows.discover(newcomer, reader.fresh(newcomer.name(), fields(newcomer)));
    } catch (InvalidRequest e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode fields(DiscoveredProvider newcomer) {
    ObjectNode fields = json.createObjectNode();
    fields.put("label", newcomer.label()).put("base_url", newcomer.baseUrl());
    fields.put("chat_url", newcomer.chatUrl()).put("models_url", newcomer.modelsUrl());
    fields.put("dialect", newcomer.dialect()).put("homepage", newcomer.homepage());
    fields.put("notes", newcomer.notes());
    fields.put("env_var", newcomer.name().toUpperCase(Locale.ROOT).replace('-', '_') + "_API_KEY");
    if (!newcomer.keyHeader().isEmpty()) {
      fields.putObject("auth").put("scheme", "header").put("name", newcomer.keyHeader());
    }
    // of a resold one only what is free at its reseller is offered; else nothing shows a price
    boolean resold = newcomer.resale() != null;
    fields.put("models_filter", resold ? "free" : "all").put("access", resold ? "free" : "credit");
    fields
        .putObject("access_facts")
        .put(
            "reason",
            resold ? "Free models of its reseller." : "Found; nothing shows that it is free.");
    return fields;
  }
}
