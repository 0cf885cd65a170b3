package sml.gateway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.RawObject;
import sml.gateway.simulation.dialect.ErrorBody;
import sml.gateway.simulation.wire.HttpConnection;
import sml.gateway.simulation.wire.HttpRequest;
import sml.gateway.simulation.wire.PeerGone;

/** Serves the requests of one connection, one after the other. */
final class Serving {
  private static final Set<String> SECRET =
      Set.of("authorization", "x-api-key", "api-key", "cookie");
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private final SimulatedProvider provider;
  private final HttpConnection connection;

  Serving(SimulatedProvider provider, HttpConnection connection) {
    this.provider = provider;
    this.connection = connection;
  }

  void serve() {
    try {
      boolean open = true;
      while (open) {
        Optional<HttpRequest> request = connection.next();
        open = request.isPresent() && serve(request.get()) && !closes(request.get());
      }
    } catch (IOException | NumberFormatException goneOrNotHttp) {
      // the connection is of no further use
    }
  }

  private static boolean closes(HttpRequest request) {
    return request.header("connection").equalsIgnoreCase("close");
  }

  private boolean serve(HttpRequest request) throws IOException {
    if (!provider.admits(request.headers())) {
      return refuse(Fault.status(401));
    }
    if (request.method().equals("POST") && request.path().endsWith("/chat/completions")) {
      return chat(request);
    }
    if (request.method().equals("GET") && request.path().endsWith("/models")) {
      byte[] body = models().toString().getBytes(UTF_8);
      connection.head(200, JSON, body.length);
      connection.body(body, 0, body.length);
      return true;
    }
    return refuse(Fault.status(404, "unknown_url", "Invalid URL: " + request.path()));
  }

  private ObjectNode models() {
    ObjectNode list = RawObject.EXACT.createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    for (ModelState model : provider.listed()) {
      data.addObject()
          .put("id", model.name())
          .put("object", "model")
          .put("created", 0)
          .put("owned_by", "simulated")
          .put("context_length", model.behaviour().contextLength());
    }
    return list;
  }

  private boolean chat(HttpRequest request) throws IOException {
    JsonNode json = parse(request.body());
    if (json == null || !json.isObject()) {
      return refuse(Fault.status(400, "", "We could not parse the JSON body of your request."));
    }
    String name = json.path("model").asText("");
    ModelState model = provider.find(name);
    if (model == null) {
      return refuse(
          Fault.status(404, "model_not_found", "The model `" + name + "` does not exist."));
    }
    ModelState.Visit visit = model.visit();
    long started = System.nanoTime();
    byte[] kept = provider.options.kept() == 0 ? new byte[0] : request.body();
    long key =
        provider.ledger.begin(
            new Received(
                name,
                visit.number(),
                request.path(),
                redacted(request.headers()),
                kept,
                started,
                Received.Outcome.RUNNING,
                0,
                0));
    var answering =
        new Answering(
            connection,
            visit,
            name,
            json,
            request.body(),
            provider.options.clock(),
            provider.options.pacer());
    return record(answering, key, name);
  }

  private boolean record(Answering answering, long key, String name) throws IOException {
    var outcome = Received.Outcome.BROKEN_OFF;
    try {
      boolean completed = answering.answer();
      outcome = completed ? Received.Outcome.COMPLETED : Received.Outcome.BROKEN_OFF;
      return completed;
    } catch (PeerGone gone) {
      outcome = Received.Outcome.ABORTED;
      throw gone;
    } finally {
      boolean done = outcome == Received.Outcome.COMPLETED;
      long ended = done ? System.nanoTime() : connection.endedAtNanos();
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

  private boolean refuse(Fault.Status error) throws IOException {
    byte[] body = ErrorBody.of(error).text().getBytes(UTF_8);
    connection.head(error.status(), JSON, body.length);
    connection.body(body, 0, body.length);
    return true;
  }
}
