import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Runs the Caddyfile in a real Caddy before two small replicas; its argument is the program. */
class CaddyCheck {
  static {
    // read once, when the first client is made
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  private static final int OFTEN = 40;
  // seen in 2.6.2, gone in 2.11.9: a dial that fails closes the body of the request
  private static final Pattern OLD = Pattern.compile("v?2\\.([0-9]|10)\\.");
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  public static void main(String... args) throws Exception {
    int port = freePort();
    int agentPort = freePort();
    var one = new Replica("one", freePort());
    var two = new Replica("two", freePort());
    var builder = new ProcessBuilder(args[0], "run", "--config", "Caddyfile");
    builder.command().addAll(List.of("--adapter", "caddyfile"));
    builder.environment().put("SML_UPSTREAMS", one.address() + " " + two.address());
    builder.environment().put("SML_CADDY_PORT", "" + port);
    builder.environment().put("SML_CADDY_AGENT_PORT", "" + agentPort);
    builder.redirectErrorStream(true).redirectOutput(new File("target/caddy-check.log"));
    new File("target").mkdirs();
    var caddy = builder.start();
    try {
      await("Caddy answers", () -> get(port, "/who").statusCode() == 200);
      check("the site for agents answers", get(agentPort, "/who").statusCode() == 200);
      tellsWhoCalls(port);
      streamsAtOnce(port, one, two);
      check("both replicas are asked", askedBy(port).equals(Set.of("one", "two")));
      neverRepeatsWhatWasBegun(port, one, two);
      await("both serve again", () -> askedBy(port).equals(Set.of("one", "two")));
      two.stop();
      passesOver(args[0], port);
      two.start();
      await("the replica that came back is asked", () -> askedBy(port).contains("two"));
      check("health is asked as localhost", one.healthHost.equals("localhost"));
    } finally {
      caddy.destroy();
      caddy.waitFor();
      one.stop();
      two.stop();
      THREADS.shutdownNow();
    }
  }

  private static void tellsWhoCalls(int port) throws Exception {
    var request =
        request(port, "/who")
            .header("X-Forwarded-For", "9.9.9.9")
            .header("Forwarded", "for=9.9.9.9")
            .header("Host", "gateway.example:1234");
    var told = send(request.build()).body();
    check("X-Forwarded-For is replaced: " + told, told.contains("for=[127.0.0.1]"));
    check("Forwarded is taken away", told.contains("forwarded=null"));
    check("Host is passed as it came", told.contains("host=gateway.example:1234"));
  }

  private static void streamsAtOnce(int port, Replica... replicas) throws Exception {
    var answer = CLIENT.send(request(port, "/stream").build(), BodyHandlers.ofInputStream());
    var reader = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    // the second event is not sent before the first one has come through
    check("an event comes through at once", "data: 1".equals(reader.readLine()));
    for (var replica : replicas) {
      replica.firstEventCame.countDown();
    }
    reader.readLine();
    check("the stream goes on", "data: 2".equals(reader.readLine()));
  }

  private static void neverRepeatsWhatWasBegun(int port, Replica one, Replica two)
      throws Exception {
    int status =
        send(request(port, "/drop").POST(BodyPublishers.ofString("x")).build()).statusCode();
    check("a replica that dies while it works is told: " + status, status == 502);
    check("its work is not repeated", one.dropped.get() + two.dropped.get() == 1);
  }

  private static void passesOver(String caddy, int port) throws Exception {
    if (OLD.matcher(version(caddy)).lookingAt()) {
      System.out.println("this Caddy cannot pass a POST over: " + version(caddy));
      await("it is not asked again", () -> askedBy(port).equals(Set.of("one")));
    } else {
      check("a POST passes over a dead replica", askedBy(port).equals(Set.of("one")));
    }
  }

  private static String version(String caddy) throws Exception {
    var process = new ProcessBuilder(caddy, "version").start();
    var line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return line.strip();
  }

  private static Set<String> askedBy(int port) throws Exception {
    var names = new HashSet<String>();
    for (int time = 0; time < OFTEN; time++) {
      var body = BodyPublishers.ofString("{\"model\":\"sml/auto\"}");
      var answer = send(request(port, "/v1/chat/completions").POST(body).build());
      names.add(answer.statusCode() == 200 ? answer.body() : "status " + answer.statusCode());
    }
    return names;
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return send(request(port, path).build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static void check(String what, boolean holds) {
    if (!holds) {
      throw new AssertionError("does not hold: " + what);
    }
    System.out.println("holds: " + what);
  }

  private static void await(String what, Check check) throws Exception {
    for (int tries = 0; tries < 100; tries++) {
      try {
        if (check.holds()) {
          System.out.println("holds: " + what);
          return;
        }
      } catch (IOException notYet) {
        // asked again below
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new AssertionError("does not come true: " + what);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A condition that comes true in time. */
  private interface Check {
    boolean holds() throws Exception;
  }

  /** Stands for a gateway. */
  private static final class Replica {
    final CountDownLatch firstEventCame = new CountDownLatch(1);
    final AtomicInteger dropped = new AtomicInteger();
    volatile String healthHost = "never asked";
    private final String name;
    private final int port;
    private HttpServer server;

    Replica(String name, int port) throws IOException {
      this.name = name;
      this.port = port;
      start();
    }

    String address() {
      return "127.0.0.1:" + port;
    }

    void start() throws IOException {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 100);
      server.setExecutor(THREADS);
      server.createContext("/api/health", this::health);
      server.createContext("/v1/chat/completions", exchange -> answer(exchange, name));
      server.createContext("/who", this::who);
      server.createContext("/stream", this::stream);
      server.createContext("/drop", this::drop);
      server.start();
    }

    void stop() {
      server.stop(0);
    }

    private void health(HttpExchange exchange) throws IOException {
      healthHost = exchange.getRequestHeaders().getFirst("Host");
      answer(exchange, "{}");
    }

    private void who(HttpExchange exchange) throws IOException {
      var headers = exchange.getRequestHeaders();
      answer(
          exchange,
          "for=%s forwarded=%s host=%s"
              .formatted(
                  headers.get("X-Forwarded-For"),
                  headers.get("Forwarded"),
                  headers.getFirst("Host")));
    }

    private void stream(HttpExchange exchange) throws IOException {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      try (var body = exchange.getResponseBody()) {
        body.write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
        body.flush();
        if (firstEventCame.await(20, TimeUnit.SECONDS)) {
          body.write("data: 2\n\n".getBytes(StandardCharsets.UTF_8));
        }
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    }

    private void drop(HttpExchange exchange) throws IOException {
      exchange.getRequestBody().readAllBytes();
      dropped.incrementAndGet();
      exchange.close();
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }
  }
}
