package sml.gateway.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;
import sml.gateway.access.AccessPolicy;
import sml.gateway.chat.ErrorEnvelope;

/** Listens on the front port; opened when the routes are up, closed when they have stopped. */
final class FrontServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FrontServer.class);
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");
  private static final long SWEEP_MILLIS = 250;
  private static final long LINGER_MILLIS = 500;
  private static final int SECONDS_TO_OPEN = 20;

  private final HttpSettings settings;
  private final Vertx vertx;
  private final AccessPolicy accessPolicy;
  private final RequestDispatcher dispatcher;
  private final ConnectionRegistry connections;
  private final RequestIds ids;
  private final List<HttpServer> servers = new ArrayList<>();
  private volatile int port;

  FrontServer(
      HttpSettings settings,
      Vertx vertx,
      AccessPolicy accessPolicy,
      RequestDispatcher dispatcher,
      ConnectionRegistry connections,
      RequestIds ids) {
    this.settings = settings;
    this.vertx = vertx;
    this.accessPolicy = accessPolicy;
    this.dispatcher = dispatcher;
    this.connections = connections;
    this.ids = ids;
    this.port = settings.port();
  }

  /** The port in use; the configured one until the server is open. */
  int port() {
    return port;
  }

  /** Starts to listen. */
  void open() {
    accessPolicy.requireSafeBind(settings.bind());
    boolean loopback = LOOPBACK.contains(settings.bind());
    for (int loop = 0; loop < settings.loops(); loop++) {
      port = listen(loopback ? "127.0.0.1" : settings.bind(), port);
      if (loopback) {
        listenOnIpv6Loopback();
      }
    }
    vertx.setPeriodic(SWEEP_MILLIS, tick -> connections.sweep(System.nanoTime()));
    LOG.info("listening on http://{}:{}", loopback ? "127.0.0.1" : settings.bind(), port);
  }

  /** Ends every connection, whatever is under way on it. */
  void cut() {
    connections.closeAll();
  }

  @Override
  public void close() {
    servers.forEach(HttpServer::close);
    await(vertx.close(), "close");
  }

  private void listenOnIpv6Loopback() {
    try {
      listen("::1", port);
    } catch (IllegalStateException | PortInUseException noIpv6) {
      LOG.info("not listening on [::1]:{}: {}", port, noIpv6.getMessage());
    }
  }

  private int listen(String host, int wanted) {
    HttpServer server =
        vertx
            .createHttpServer(options())
            .connectionHandler(connections::opened)
            .invalidRequestHandler(this::refuseMalformed)
            .requestHandler(dispatcher)
            .exceptionHandler(broken -> LOG.debug("a connection broke", broken));
    try {
      await(server.listen(wanted, host), "listen on %s:%d".formatted(host, wanted));
    } catch (IllegalStateException failed) {
      if (failed.getCause() instanceof BindException) {
        throw new PortInUseException(wanted, failed);
      }
      throw failed;
    }
    servers.add(server);
    return server.actualPort();
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxHeaderSize((int) settings.maxHeader().toBytes())
        .setMaxInitialLineLength((int) settings.maxHeader().toBytes())
        .setHttp2ClearTextEnabled(false)
        .setTcpNoDelay(true)
        .setReuseAddress(true)
        .setAcceptBacklog(1024);
  }

  private void refuseMalformed(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    int status = 400;
    String message = "The request is not valid HTTP.";
    if (cause instanceof TooLongHttpHeaderException) {
      status = 431;
      message = "The request headers are too large.";
    } else if (cause instanceof TooLongHttpLineException) {
      status = 414;
      message = "The URL is too long.";
    } else if (cause instanceof PipeliningHandler.UnknownVersion) {
      status = 505;
      message = "Only HTTP/1.1 and HTTP/1.0 are spoken here.";
    }
    String id = ids.next();
    var response = request.response();
    response.exceptionHandler(broken -> {});
    response
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .putHeader("connection", "close")
        .putHeader("x-request-id", id)
        .putHeader("X-SMLGateway-Request-Id", id)
        .end(Buffer.buffer(ErrorEnvelope.of(status, message, null, null).json()));
    // a client that is still sending would be reset and miss the answer
    vertx.setTimer(LINGER_MILLIS, tick -> request.connection().close());
  }

  private static <T> T await(Future<T> future, String what) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(SECONDS_TO_OPEN, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + what, interrupted);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException("Cannot %s: %s".formatted(what, cause.getMessage()), cause);
    }
  }
}
