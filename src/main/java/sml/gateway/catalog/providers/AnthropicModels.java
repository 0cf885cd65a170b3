package sml.gateway.catalog.providers;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.providers.ModelsApi.ModelEntry;
import sml.gateway.catalog.providers.ModelsApi.ModelPage;
import sml.gateway.network.HttpCall;

/** Models as Anthropic lists them, for clients that name the version of its API. */
@Component("anthropicModels")
final class AnthropicModels {

  /** Anthropic's form of a list; it is never cut into pages. */
  @JsonNaming(SnakeCaseStrategy.class)
  record AnthropicPage(List<AnthropicEntry> data, boolean hasMore, String firstId, String lastId) {}

  /** Anthropic's form of a model. */
  @JsonNaming(SnakeCaseStrategy.class)
  record AnthropicEntry(String type, String id, String displayName, String createdAt) {}

  /** The list in the form of its client. */
  public Object list(@Body ModelPage page, @ExchangeProperty(HttpCall.PROPERTY) HttpCall call) {
    if (call.header("anthropic-version") == null) {
      return page;
    }
    List<AnthropicEntry> models =
        page.data().stream()
            .filter(model -> model.kind() == null)
            .map(AnthropicModels::form)
            .toList();
    // the virtual models are always there
    return new AnthropicPage(models, false, models.getFirst().id(), models.getLast().id());
  }

  /** The model in the form of its client. */
  public Object show(@Body ModelEntry model, @ExchangeProperty(HttpCall.PROPERTY) HttpCall call) {
    return call.header("anthropic-version") == null ? model : form(model);
  }

  private static AnthropicEntry form(ModelEntry model) {
    String created = Instant.ofEpochSecond(model.created()).toString();
    return new AnthropicEntry("model", model.id(), model.id(), created);
  }
}
