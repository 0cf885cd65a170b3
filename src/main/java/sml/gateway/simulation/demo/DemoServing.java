package sml.gateway.simulation.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject;
import sml.gateway.simulation.ServerExchange;
import sml.gateway.simulation.SimulatedServer;
import sml.gateway.simulation.speech.Rendering;

/** Serves the models of one provider of the demo. */
final class DemoServing implements SimulatedServer.Handler {
  private final Clock clock;
  private final Map<String, DemoModelState> models = new TreeMap<>();

  DemoServing(Iterable<DemoModel> served, Clock clock) {
    this.clock = clock;
    served.forEach(model -> models.put(model.id(), new DemoModelState(model)));
  }

  @Override
  public void handle(ServerExchange exchange) throws IOException {
    if (exchange.asksForChat()) {
      chat(exchange);
    } else if (exchange.asksForModels()) {
      var lengths = new TreeMap<String, Integer>();
      models.forEach((id, state) -> lengths.put(id, state.model().contextLength()));
      exchange.json(200, Map.of(), Rendering.models(lengths));
    } else {
      refuse(exchange, 404, "unknown_url", "Invalid URL: " + exchange.path());
    }
  }

  private void chat(ServerExchange exchange) throws IOException {
    JsonNode request = parse(exchange.body());
    if (request == null || !request.isObject()) {
      refuse(exchange, 400, "", "We could not parse the JSON body of your request.");
      return;
    }
    String name = request.path("model").asText("");
    DemoModelState state = models.get(name);
    if (state == null) {
      refuse(exchange, 404, "model_not_found", "The model `" + name + "` does not exist.");
      return;
    }
    var visit = state.visit(clock.instant());
    new DemoAnswer(exchange, request, new String(exchange.body(), UTF_8), visit, clock).answer();
  }

  private static void refuse(ServerExchange exchange, int status, String code, String message)
      throws IOException {
    exchange.json(status, Map.of(), Rendering.error(status, code, message));
  }

  private static @Nullable JsonNode parse(byte[] body) {
    try {
      return RawObject.EXACT.readTree(body);
    } catch (IOException notJson) {
      return null;
    }
  }
}
