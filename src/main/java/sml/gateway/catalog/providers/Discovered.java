package sml.gateway.catalog.providers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.growth.Newcomers;
import sml.gateway.catalog.net.UrlRule;
import sml.gateway.chat.GatewayException.InvalidRequest;

/** Writes discovered providers as rows of their own kind. */
@Component
final class Discovered implements Newcomers {
  private final EntryStore store;
  private final SpecReader reader;
  private final ObjectMapper json;

  Discovered(EntryStore store, SpecReader reader, ObjectMapper json) {
    this.store = store;
    this.reader = reader;
    this.json = json;
  }

  @Override
  public Set<String> known() {
    return store.all().stream().map(Entry::name).collect(Collectors.toSet());
  }

  @Override
  public boolean add(Newcomer newcomer) throws Refusal {
    if (!ProviderEdits.mayBeNamed(newcomer.name())) {
      throw new Refusal("its name cannot be one of the catalogue");
    }
    for (String url : new String[] {newcomer.baseUrl(), newcomer.chatUrl(), newcomer.modelsUrl()}) {
      String problem = url == null ? null : UrlRule.problem(url);
      if (problem != null) {
        throw new Refusal(problem);
      }
    }
    try {
      return store.discover(newcomer, reader.fresh(newcomer.name(), fields(newcomer)));
    } catch (InvalidRequest e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode fields(Newcomer newcomer) {
    ObjectNode fields = json.createObjectNode();
    fields.put("label", newcomer.label()).put("base_url", newcomer.baseUrl());
    fields.put("chat_url", newcomer.chatUrl()).put("models_url", newcomer.modelsUrl());
    fields.put("dialect", newcomer.dialect()).put("homepage", newcomer.homepage());
    fields.put("notes", newcomer.notes());
    fields.put("env_var", newcomer.name().toUpperCase(Locale.ROOT).replace('-', '_') + "_API_KEY");
    if (!newcomer.keyHeader().isEmpty()) {
      fields.putObject("auth").put("scheme", "header").put("name", newcomer.keyHeader());
    }
    fields.put("models_filter", newcomer.resale() == null ? "all" : "free");
    return fields;
  }
}
