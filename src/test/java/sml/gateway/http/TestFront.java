package sml.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.util.unit.DataSize;
import sml.gateway.access.AccessPolicy;
import sml.gateway.access.AccessSettings;
import sml.gateway.access.SoftRateLimit;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** A front HTTP server with its own Camel context on a free port. */
final class TestFront implements AutoCloseable {
  final DefaultCamelContext camel = new DefaultCamelContext();
  final ConnectionRegistry connections;
  final ConcurrencyLimiter limiter;
  final FrontServer server;
  final FrontEngine engine;

  TestFront(HttpSettings settings, AccessSettings safety) throws Exception {
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    var table = new RouteTable<FrontConsumer>();
    var ids = new RequestIds(new Random(7));
    var accessPolicy = new AccessPolicy(safety);
    connections = new ConnectionRegistry(settings);
    limiter = new ConcurrencyLimiter(settings.maxExchanges());
    var servletForwarder = new ServletForwarder(vertx, settings.pagesPrefixes());
    var dispatcher =
        new RequestDispatcher(
            settings,
            accessPolicy,
            new SoftRateLimit(1_000_000),
            table,
            servletForwarder,
            ids,
            connections,
            limiter);
    server = new FrontServer(settings, vertx, accessPolicy, dispatcher, connections, ids);
    engine = new FrontEngine(table, server);
    begin(camel);
    server.open();
  }

  static TestFront usual() throws Exception {
    return new TestFront(settings(), AccessSettings.defaults());
  }

  static HttpSettings settings() {
    return settings(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(60), 2000);
  }

  static HttpSettings settings(
      Duration headTimeout, Duration bodyTimeout, Duration writeTimeout, int maxExchanges) {
    return settings(headTimeout, bodyTimeout, writeTimeout, maxExchanges, 4000);
  }

  static HttpSettings withConnections(int most) {
    Duration usual = Duration.ofSeconds(20);
    return settings(usual, usual, usual, 10, most);
  }

  private static HttpSettings settings(
      Duration headTimeout,
      Duration bodyTimeout,
      Duration writeTimeout,
      int maxExchanges,
      int maxConnections) {
    return new HttpSettings(
        "127.0.0.1",
        0,
        1,
        DataSize.ofMegabytes(32),
        DataSize.ofMegabytes(1),
        DataSize.ofKilobytes(32),
        DataSize.ofMegabytes(256),
        headTimeout,
        headTimeout.multipliedBy(2),
        bodyTimeout,
        bodyTimeout.multipliedBy(4),
        writeTimeout,
        writeTimeout,
        maxExchanges,
        maxConnections,
        true,
        Duration.ZERO,
        Duration.ofSeconds(30),
        List.of("/actuator"));
  }

  private void begin(DefaultCamelContext context) {
    context.getRegistry().bind("platform-http-engine", engine);
    context.start();
  }

  TestFront route(String uri, Function<HttpCall, Object> answer) throws Exception {
    add(camel, uri, answer);
    return this;
  }

  /** Another set of routes on the same server; the caller closes it. */
  DefaultCamelContext otherRoutes(String uri, Function<HttpCall, Object> answer) throws Exception {
    var others = new DefaultCamelContext();
    begin(others);
    add(others, uri, answer);
    return others;
  }

  private static void add(
      DefaultCamelContext context, String uri, Function<HttpCall, Object> answer) throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("platform-http:" + uri)
                .process(
                    exchange ->
                        exchange
                            .getMessage()
                            .setBody(answer.apply(exchange.getMessage().getBody(HttpCall.class))));
          }
        });
  }

  static HttpReply text(String text) {
    return HttpReply.json(200, text.getBytes(StandardCharsets.UTF_8));
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  Socket connect() throws IOException {
    var socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  /** True when nothing more comes, whichever way the connection was ended. */
  static boolean isOver(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  static String head(String line, String... headers) {
    return line
        + " HTTP/1.1\r\nhost: localhost\r\n"
        + String.join("\r\n", headers)
        + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
  }

  /** Reads one reply with a content length: status line, headers and body as text. */
  static String reply(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head + "<closed>";
      }
      head.append((char) next);
    }
    String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
    int at = lower.indexOf("content-length: ");
    if (at < 0) {
      return head.toString();
    }
    int length = Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at)));
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws Exception {
    camel.close();
    server.close();
  }
}
