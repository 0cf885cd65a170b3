package sml.gateway.acceptance.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An upstream for what is no chat: every POST is answered by one rule. */
public final class PlainUpstream implements AutoCloseable {
  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Function<Asked, Said> rule;

  /** A request that came. */
  public record Asked(String path, String contentType, String body) {}

  /** What is said to it. */
  public record Said(int status, String contentType, String body) {
    public static Said json(String body) {
      return new Said(200, "application/json", body);
    }

    public static Said refusal(int status, String message) {
      return new Said(status, "application/json", "{\"error\":{\"message\":\"" + message + "\"}}");
    }
  }

  public PlainUpstream(Function<Asked, Said> rule) {
    this.rule = rule;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/", this::answer);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Every request that came, in order. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    var request =
        new Asked(
            exchange.getRequestURI().getPath(),
            type == null ? "" : type,
            new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    asked.add(request);
    Said said = rule.apply(request);
    byte[] bytes = said.body().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", said.contentType());
    exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
