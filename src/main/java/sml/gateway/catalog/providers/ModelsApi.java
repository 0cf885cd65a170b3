package sml.gateway.catalog.providers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.OwnModels;
import sml.gateway.catalog.SimulatedProviders;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.ModelRef;

/**
 * {@code /v1/models}: the virtual models, then every chat model that can be used now, and the
 * embedder of this process.
 */
@Component("modelsApi")
final class ModelsApi {
  private static final List<String> VIRTUAL =
      List.of("sml/auto", "sml/fast", "sml/tools", "sml/thai", "sml/consensus");

  private final ModelRegistry registry;
  private final ObjectProvider<OwnModels> own;
  private final long started;
  private final boolean simulated;

  /** OpenAI's form of a list. */
  record ModelPage(String object, List<ModelEntry> data) {}

  /**
   * OpenAI's form of a model.
   *
   * @param kind what it is for, null for chats
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record ModelEntry(
      String id,
      String object,
      long created,
      String ownedBy,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer contextLength,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String kind) {}

  ModelsApi(
      ModelRegistry registry,
      ObjectProvider<OwnModels> own,
      Clock clock,
      ObjectProvider<SimulatedProviders> field) {
    this.own = own;
    this.simulated = field.stream().findAny().isPresent();
    this.registry = registry;
    this.started = clock.instant().getEpochSecond();
  }

  public ModelPage list() {
    return new ModelPage(
        "list",
        Stream.of(
                VIRTUAL.stream().map(this::virtual),
                registry.models().stream().filter(Model::chat).map(this::usable),
                embeddings().map(this::embedding))
            .flatMap(part -> part)
            .toList());
  }

  public ModelEntry show(@Header("model") String id) {
    if (id.isBlank()) {
      throw new InvalidRequest("`model` is required in the path.", "model");
    }
    if (embeddings().anyMatch(id::equals)) {
      return embedding(id);
    }
    return VIRTUAL.contains(id)
        ? virtual(id)
        : find(id).map(this::usable).orElseThrow(() -> NotFound.model(id));
  }

  private Optional<Model> find(String id) {
    int slash = id.indexOf('/');
    Optional<Model> direct =
        slash < 0
            ? Optional.empty()
            : registry.model(new ModelRef(id.substring(0, slash), id.substring(slash + 1)));
    return direct.or(() -> registry.named(id).stream().findFirst());
  }

  private ModelEntry virtual(String id) {
    return entry(id, started, "sml", null);
  }

  private Stream<String> embeddings() {
    return own.stream().flatMap(models -> models.embeddings().stream());
  }

  private ModelEntry embedding(String id) {
    String owner = id.substring(0, id.indexOf('/'));
    return new ModelEntry(id, "model", started, owner, null, "embedding");
  }

  private ModelEntry usable(Model model) {
    return entry(
        model.ref().id(),
        model.firstSeen().getEpochSecond(),
        model.ref().provider(),
        model.contextLength() > 0 ? Integer.valueOf(model.contextLength()) : null);
  }

  private ModelEntry entry(String id, long created, String owner, @Nullable Integer contextLength) {
    return new ModelEntry(
        id, "model", created, simulated ? "simulated" : owner, contextLength, null);
  }
}
