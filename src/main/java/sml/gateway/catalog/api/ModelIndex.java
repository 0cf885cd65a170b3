package sml.gateway.catalog.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.Roster;
import sml.gateway.chat.Call;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.HttpReply;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ProviderField;

/** {@code /v1/models}: the virtual models, then every chat model that can be used now. */
@Component("modelIndex")
final class ModelIndex {
  private static final String PATH = "/v1/models/";
  private static final List<String> VIRTUAL =
      List.of("sml/auto", "sml/fast", "sml/tools", "sml/thai", "sml/consensus");

  private final Roster roster;
  private final Bodies bodies;
  private final long started;
  private final boolean simulated;

  ModelIndex(Roster roster, Bodies bodies, Clock clock, ObjectProvider<ProviderField> field) {
    this.simulated = field.stream().findAny().isPresent();
    this.roster = roster;
    this.bodies = bodies;
    this.started = clock.instant().getEpochSecond();
  }

  /** All of them in OpenAI's list form. */
  public HttpReply list(Call call) {
    ObjectNode answer = bodies.object().put("object", "list");
    ArrayNode data = answer.putArray("data");
    VIRTUAL.forEach(id -> data.add(virtual(id)));
    roster.models().stream().filter(Model::chat).forEach(model -> data.add(model(model)));
    return bodies.reply(answer);
  }

  /** The model whose id is the rest of the path; its slashes may have come encoded. */
  public HttpReply show(Call call) {
    String id = call.pathAfter(PATH);
    if (id.isBlank()) {
      throw new InvalidRequest("`model` is required in the path.", "model");
    }
    if (VIRTUAL.contains(id)) {
      return bodies.reply(virtual(id));
    }
    return bodies.reply(model(find(id).orElseThrow(() -> NotFound.model(id))));
  }

  private Optional<Model> find(String id) {
    int slash = id.indexOf('/');
    Optional<Model> direct =
        slash < 0
            ? Optional.empty()
            : roster.model(new ModelRef(id.substring(0, slash), id.substring(slash + 1)));
    return direct.or(() -> roster.named(id).stream().findFirst());
  }

  private ObjectNode virtual(String id) {
    return entry(id, started, "sml");
  }

  private ObjectNode model(Model model) {
    ObjectNode entry =
        entry(model.ref().id(), model.firstSeen().getEpochSecond(), model.ref().provider());
    if (model.contextLength() > 0) {
      entry.put("context_length", model.contextLength());
    }
    return entry;
  }

  private ObjectNode entry(String id, long created, String owner) {
    return bodies
        .object()
        .put("id", id)
        .put("object", "model")
        .put("created", created)
        .put("owned_by", simulated ? "simulated" : owner);
  }
}
