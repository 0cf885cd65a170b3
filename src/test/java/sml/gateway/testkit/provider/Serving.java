package sml.gateway.testkit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject;
import sml.gateway.simulation.PeerDisconnected;
import sml.gateway.simulation.ServerExchange;
import sml.gateway.simulation.SimulatedServer;
import sml.gateway.simulation.speech.Rendering;

/** Serves and records the requests to one simulated provider. */
final class Serving implements SimulatedServer.Handler {
  private static final Set<String> SECRET =
      Set.of("authorization", "x-api-key", "api-key", "cookie");

  private final SimulatedProvider provider;

  Serving(SimulatedProvider provider) {
    this.provider = provider;
  }

  @Override
  public void disconnected() {
    provider.ledger.nudge();
  }

  @Override
  public void handle(ServerExchange exchange) throws IOException {
    if (!provider.admits(exchange.headers())) {
      refuse(exchange, Fault.status(401));
    } else if (exchange.asksForChat()) {
      chat(exchange);
    } else if (exchange.asksForModels()) {
      var lengths = new TreeMap<String, Integer>();
      provider
          .listed()
          .forEach(model -> lengths.put(model.name(), model.behaviour().contextLength()));
      exchange.json(200, Map.of(), Rendering.models(lengths));
    } else {
      refuse(exchange, Fault.status(404, "unknown_url", "Invalid URL: " + exchange.path()));
    }
  }

  private void chat(ServerExchange exchange) throws IOException {
    JsonNode json = parse(exchange.body());
    if (json == null || !json.isObject()) {
      refuse(exchange, Fault.status(400, "", "We could not parse the JSON body of your request."));
      return;
    }
    String name = json.path("model").asText("");
    ModelState model = provider.find(name);
    if (model == null) {
      refuse(
          exchange,
          Fault.status(404, "model_not_found", "The model `" + name + "` does not exist."));
      return;
    }
    ModelState.Visit visit = model.visit();
    long started = System.nanoTime();
    byte[] kept = provider.options.kept() == 0 ? new byte[0] : exchange.body();
    long key =
        provider.ledger.begin(
            new Received(
                name,
                visit.number(),
                exchange.path(),
                redacted(exchange.headers()),
                kept,
                started,
                Received.Outcome.RUNNING,
                0,
                0));
    record(exchange, new Answering(exchange, visit, name, json, provider.options), key, name);
  }

  private void record(ServerExchange exchange, Answering answering, long key, String name)
      throws IOException {
    var outcome = Received.Outcome.BROKEN_OFF;
    try {
      boolean completed = answering.answer();
      outcome = completed ? Received.Outcome.COMPLETED : Received.Outcome.BROKEN_OFF;
    } catch (PeerDisconnected disconnected) {
      outcome = Received.Outcome.ABORTED;
      throw disconnected;
    } finally {
      boolean done = outcome == Received.Outcome.COMPLETED;
      long ended = done ? System.nanoTime() : exchange.endedAtNanos();
      provider.ledger.end(key, name, outcome, ended, answering.eventsSent());
    }
  }

  private Map<String, String> redacted(Map<String, String> headers) {
    Map<String, String> safe = new LinkedHashMap<>(headers);
    safe.replaceAll(
        (name, value) ->
            SECRET.contains(name) || name.equals(provider.options.keyHeader()) ? "***" : value);
    return safe;
  }

  private static @Nullable JsonNode parse(byte[] body) {
    try {
      return RawObject.EXACT.readTree(body);
    } catch (IOException notJson) {
      return null;
    }
  }

  private static void refuse(ServerExchange exchange, Fault.Status error) throws IOException {
    exchange.json(error.status(), Map.of(), ProviderErrorBody.of(error).text());
  }
}
