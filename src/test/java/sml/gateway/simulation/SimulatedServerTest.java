package sml.gateway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives at a client when a handler answers well, or breaks the answer off. */
@Timeout(30)
class SimulatedServerTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final String LAST = "Connection: close\r\n";

  private @Nullable SimulatedServer server;

  /** What came over the wire, and how the connection ended. */
  private record WireEnd(String text, String ending) {}

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @AfterAll
  static void end() {
    VERTX.close();
  }

  @Test
  void aResetComesBeforeAnyByte() throws Exception {
    serve(ServerExchange::reset);
    assertThat(ask(LAST, "")).isEqualTo(new WireEnd("", "reset"));
  }

  @Test
  void aCloseComesBeforeAnyByte() throws Exception {
    serve(ServerExchange::close);
    assertThat(ask(LAST, "")).isEqualTo(new WireEnd("", "closed"));
  }

  @Test
  void aChunkedAnswerIsClosedInTheMiddle() throws Exception {
    serve(
        exchange -> {
          exchange.chunkedHead(200, Map.of());
          exchange.write("half".getBytes(UTF_8));
          exchange.close();
        });
    var received = ask(LAST, "");
    assertThat(received.ending()).isEqualTo("closed");
    assertThat(received.text()).startsWith("HTTP/1.1 200 Simulated").endsWith("4\r\nhalf\r\n");
  }

  @Test
  void anAnswerOfKnownLengthIsClosedInTheMiddle() throws Exception {
    serve(
        exchange -> {
          exchange.head(200, Map.of("Content-Type", "text/plain"), 8);
          exchange.write("half".getBytes(UTF_8));
          exchange.close();
        });
    assertThat(ask(LAST, "").text()).contains("Content-Length: 8").endsWith("\r\n\r\nhalf");
  }

  @Test
  void theHeadArrivesLongBeforeTheBody() throws Exception {
    serve(
        exchange -> {
          exchange.chunkedHead(200, Map.of());
          exchange.pause(Duration.ofHours(1));
        });
    try (Socket client = open("", "")) {
      byte[] status = client.getInputStream().readNBytes("HTTP/1.1 200".length());
      assertThat(new String(status, UTF_8)).isEqualTo("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 100_000})
  void piecesJoinToTheWholeAnswer(int bytes) throws Exception {
    serve(
        exchange -> {
          exchange.pieces(bytes);
          exchange.json(200, Map.of(), "{\"ไทย\":\"🙏\"}");
        });
    assertThat(ask(LAST, "").text()).endsWith("\r\n\r\n{\"ไทย\":\"🙏\"}");
  }

  @Test
  void theBodyArrivesWhateverItsFraming() throws Exception {
    serve(exchange -> exchange.json(200, Map.of(), exchange.headers().get("x-a") + text(exchange)));
    String whole = "X-A: 1\r\nContent-Length: 5\r\n" + LAST;
    assertThat(ask(whole, "hello").text()).endsWith("1hello");
    String chunked = "x-a: 2\r\nTransfer-Encoding: chunked\r\n" + LAST;
    assertThat(ask(chunked, "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n").text()).endsWith("2hello");
    String expecting = "x-a: 3\r\nExpect: 100-continue\r\nContent-Length: 5\r\n" + LAST;
    assertThat(ask(expecting, "hello").text()).startsWith("HTTP/1.1 100").endsWith("3hello");
  }

  @Test
  void requestsOfOneConnectionAreAnsweredInTheirOrder() throws Exception {
    var count = new AtomicInteger();
    serve(exchange -> exchange.json(200, Map.of(), "answer " + count.incrementAndGet()));
    try (Socket client = open("", "")) {
      client.getOutputStream().write(request(LAST, "").getBytes(UTF_8));
      String both = new String(client.getInputStream().readAllBytes(), UTF_8);
      assertThat(both).containsSubsequence("answer 1", "HTTP/1.1 200", "answer 2");
    }
  }

  @Test
  void aHandlerThatFailsClosesTheConnection() throws Exception {
    serve(
        exchange -> {
          throw new IOException("broken on purpose");
        });
    assertThat(ask("", "")).isEqualTo(new WireEnd("", "closed"));
  }

  @Test
  void whatIsNoHttpReachesNoHandler() throws Exception {
    var count = new AtomicInteger();
    serve(exchange -> count.incrementAndGet());
    try (Socket client = new Socket("127.0.0.1", port())) {
      client.getOutputStream().write("\u0016\u0003 garbage\r\n\r\n".getBytes(UTF_8));
      assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
          .doesNotContain("HTTP/1.1 200");
    }
    assertThat(count).hasValue(0);
  }

  @Test
  void aClientThatLeavesEndsAWaitAndIsReported() throws Exception {
    var waiting = new CountDownLatch(1);
    var left = new CountDownLatch(1);
    serve(
        exchange -> {
          waiting.countDown();
          try {
            exchange.pause(Duration.ofHours(1));
          } catch (PeerDisconnected disconnected) {
            left.countDown();
            throw disconnected;
          }
        });
    try (Socket client = open("", "")) {
      assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(client.isConnected()).isTrue();
    }
    assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private void serve(SimulatedServer.Handler handler) {
    server = SimulatedServer.start(VERTX, 0, handler);
  }

  private int port() {
    return server == null ? 0 : server.port();
  }

  private static String text(ServerExchange exchange) {
    return new String(exchange.body(), UTF_8);
  }

  private static String request(String headers, String body) {
    return "POST /v1/x HTTP/1.1\r\nHost: simulated\r\n" + headers + "\r\n" + body;
  }

  private Socket open(String headers, String body) throws IOException {
    var client = new Socket("127.0.0.1", port());
    client.getOutputStream().write(request(headers, body).getBytes(UTF_8));
    return client;
  }

  private WireEnd ask(String headers, String body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (Socket client = open(headers, body)) {
      for (int next = client.getInputStream().read(); next >= 0; ) {
        bytes.write(next);
        next = client.getInputStream().read();
      }
      return new WireEnd(bytes.toString(UTF_8), "closed");
    } catch (SocketException reset) {
      return new WireEnd(bytes.toString(UTF_8), "reset");
    }
  }
}
