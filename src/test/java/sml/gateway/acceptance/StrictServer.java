package sml.gateway.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An upstream that answers {@code ok} unless its rule refuses the request. */
public final class StrictServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WHOLE =
      """
      {"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
      "message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}\
      """;
  private static final String STREAM =
      """
      data: {"choices":[{"index":0,"delta":{"content":"ok"}}]}

      data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: [DONE]

      """;

  private final HttpServer server;
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private final List<String> usedKeys = new CopyOnWriteArrayList<>();
  private volatile Function<JsonNode, @Nullable Refusal> rule = request -> null;
  private volatile String models = "";
  private volatile Set<String> keys = Set.of();
  private volatile Function<String, Map<String, String>> headers = key -> Map.of();
  private volatile boolean listIsPublic = true;
  private volatile @Nullable Refusal listRefusal;

  /** A status and the body that comes with it. */
  public record Refusal(int status, String body) {}

  public StrictServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/models", this::list);
    server.createContext("/v1/chat/completions", this::chat);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/v1";
  }

  /** The refusal of a request, null for none. */
  public void rule(Function<JsonNode, @Nullable Refusal> refusal) {
    rule = refusal;
  }

  /** Refuses requests that have this member. */
  public void refuses(String member, int status, String body) {
    rule(request -> request.has(member) ? new Refusal(status, body) : null);
  }

  /** The ids its list has. */
  public void lists(String... ids) {
    models = "{\"id\":\"" + String.join("\"},{\"id\":\"", ids) + "\"}";
  }

  /** Its list is refused so; null for not any more. */
  public void refusesList(@Nullable Refusal refusal) {
    listRefusal = refusal;
  }

  /** Chats need this key; the list only if it is not public. */
  public void needs(String bearer, boolean publicList) {
    keys = Set.of(bearer);
    listIsPublic = publicList;
  }

  /** Chats need one of these keys, and their answers have the headers that belong to it. */
  public void needs(Set<String> bearers, Function<String, Map<String, String>> answerHeaders) {
    keys = Set.copyOf(bearers);
    headers = answerHeaders;
  }

  /** The key of every chat request that came, in order. */
  public List<String> usedKeys() {
    return List.copyOf(usedKeys);
  }

  /** Every chat request that came, in order. */
  public List<JsonNode> asked() {
    return List.copyOf(asked);
  }

  public void forget() {
    asked.clear();
    usedKeys.clear();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void list(HttpExchange exchange) throws IOException {
    Refusal refusal = listRefusal;
    if (refusal != null) {
      send(exchange, refusal.status(), "application/json", refusal.body());
      return;
    }
    if (!listIsPublic && isWrongKey(exchange)) {
      send(exchange, 401, "application/json", "{\"error\":{\"message\":\"No such key.\"}}");
      return;
    }
    send(exchange, 200, "application/json", "{\"data\":[" + models + "]}");
  }

  private void chat(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    asked.add(request);
    usedKeys.add(key(exchange));
    if (isWrongKey(exchange)) {
      send(exchange, 401, "application/json", "{\"error\":{\"message\":\"No such key.\"}}");
      return;
    }
    headers.apply(key(exchange)).forEach(exchange.getResponseHeaders()::set);
    Refusal refusal = rule.apply(request);
    if (refusal != null) {
      boolean events = refusal.body().startsWith("data:");
      String type = events ? "text/event-stream" : "application/json";
      send(exchange, refusal.status(), type, refusal.body());
    } else if (request.path("stream").asBoolean()) {
      send(exchange, 200, "text/event-stream", STREAM);
    } else {
      send(exchange, 200, "application/json", WHOLE);
    }
  }

  private boolean isWrongKey(HttpExchange exchange) {
    Set<String> needed = keys;
    return !needed.isEmpty() && !needed.contains(key(exchange));
  }

  private static String key(HttpExchange exchange) {
    String sent = exchange.getRequestHeaders().getFirst("Authorization");
    return sent == null ? "" : sent.replaceFirst("^Bearer ", "");
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
