package sml.gateway.simulation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of one simulated provider, on a loopback port. */
public final class SimulatedServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedServer.class);
  private static final int MOST_CONNECTIONS = 5_000;
  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final int LARGEST_BODY = 64 * 1024 * 1024;
  private static final int SECONDS_TO_OPEN = 20;

  private final Handler handler;
  private final HttpServer server;
  private final Map<HttpConnection, SimulatedConnection> connections = new ConcurrentHashMap<>();

  /** Decides what each request gets. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers one request; called in a virtual thread, one request of a connection after the other,
     * so it may wait.
     *
     * @throws IOException when the client has disconnected
     */
    void handle(ServerExchange exchange) throws IOException;

    /** A connection was closed, by either side, and its last answer has ended. */
    default void disconnected() {}
  }

  private SimulatedServer(Vertx vertx, Handler handler) {
    this.handler = handler;
    server =
        vertx
            .createHttpServer(options())
            .connectionHandler(this::connected)
            .requestHandler(this::receive)
            .exceptionHandler(broken -> LOG.debug("a connection broke", broken));
  }

  /** Starts to listen on 127.0.0.1; port 0 takes a free one. */
  public static SimulatedServer start(Vertx vertx, int port, Handler handler) {
    var server = new SimulatedServer(vertx, handler);
    await(server.server.listen(port, "127.0.0.1"));
    return server;
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setHandle100ContinueAutomatically(true)
        .setHttp2ClearTextEnabled(false)
        .setMaxInitialLineLength(MAX_HEADER_BYTES)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setTcpNoDelay(true)
        .setAcceptBacklog(1024);
  }

  /** The port in use. */
  public int port() {
    return server.actualPort();
  }

  /** The API root, {@code http://127.0.0.1:port/v1}. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port() + "/v1");
  }

  /** How many connections are open, or have an answer that has not noticed the end. */
  public int connections() {
    return connections.size();
  }

  /** Stops listening and closes every connection. */
  @Override
  public void close() {
    connections.keySet().forEach(HttpConnection::close);
    await(server.close());
  }

  private void connected(HttpConnection connection) {
    if (connections.size() >= MOST_CONNECTIONS) {
      connection.close();
      return;
    }
    var state = new SimulatedConnection(connection);
    connections.put(connection, state);
    connection.closeHandler(
        closed ->
            state.disconnected(
                () -> {
                  connections.remove(connection);
                  handler.disconnected();
                }));
  }

  private void receive(HttpServerRequest request) {
    SimulatedConnection connection = connections.get(request.connection());
    if (connection == null) {
      return;
    }
    Buffer body = Buffer.buffer();
    request.exceptionHandler(broken -> LOG.debug("a request broke off", broken));
    request.response().exceptionHandler(broken -> LOG.debug("an answer broke off", broken));
    request.handler(
        piece -> {
          if (body.length() + piece.length() > LARGEST_BODY) {
            request.connection().close();
          } else {
            body.appendBuffer(piece);
          }
        });
    request.endHandler(
        end -> {
          var exchange = new ServerExchange(request, body.getBytes(), connection);
          connection.run(() -> answer(exchange));
        });
  }

  private void answer(ServerExchange exchange) {
    boolean answered = false;
    try {
      handler.handle(exchange);
      answered = true;
    } catch (IOException disconnected) {
      LOG.debug("the client left", disconnected);
    } finally {
      if (!answered) {
        exchange.close();
      }
    }
  }

  private static void await(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(SECONDS_TO_OPEN, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException("The simulated provider did not start or stop.", failed);
    }
  }
}
