package sml.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.access.AccessSettings;

/** What a client may take of time, connections and requests ahead; and who needs a key. */
class FrontLimitsTest {
  private static final Duration BRIEF = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Time enough for a head that comes at once, on a busy machine as well. */
  private static final Duration AMPLE = Duration.ofSeconds(2);

  private static TestFront front(Duration head, Duration body) throws Exception {
    return new TestFront(TestFront.settings(head, body, LONG, 10), AccessSettings.defaults())
        .route("/v1/size", call -> TestFront.text(String.valueOf(call.body().length)));
  }

  @Test
  void aHeadThatDripsIsGivenUp() throws Exception {
    try (var front = front(BRIEF, LONG);
        Socket socket = front.connect()) {
      dripUntilClosed(socket, "GET /v1/size HTTP/1.1\r\nhost: localhost\r\nx-drip: ");
      Awaitility.await().until(() -> front.connections.count() == 0);
    }
  }

  @Test
  void aBodyThatDripsIsGivenUp() throws Exception {
    try (var front = front(AMPLE, BRIEF);
        Socket socket = front.connect()) {
      TestFront.send(socket, TestFront.head("POST /v1/size", "content-length: 30000000"));
      while (socket.getInputStream().available() == 0) {
        // never still for as long as the timeout between two pieces
        TestFront.send(socket, "x");
      }
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 408").contains("stopped coming");
      assertThat(front.limiter.inWork()).isZero();
    }
  }

  @Test
  void aBodyThatStopsIsGivenUp() throws Exception {
    try (var front = front(AMPLE, BRIEF);
        Socket socket = front.connect()) {
      TestFront.send(socket, TestFront.head("POST /v1/size", "content-length: 9") + "abc");
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 408").contains("{\"error\":{");
      Awaitility.await().until(() -> front.connections.count() == 0);
    }
  }

  @Test
  void aKeptConnectionThatDripsItsNextHeadIsGivenUp() throws Exception {
    try (var front = front(AMPLE, LONG);
        Socket socket = front.connect()) {
      TestFront.send(socket, TestFront.head("GET /v1/size"));
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 200");
      dripUntilClosed(socket, "GET /v1/size HTTP/1.1\r\nx-drip: ");
    }
  }

  private static void dripUntilClosed(Socket socket, String first) throws IOException {
    TestFront.send(socket, first);
    socket.setSoTimeout(10);
    boolean open = true;
    while (open) {
      try {
        TestFront.send(socket, "x");
        open = socket.getInputStream().read() >= 0;
      } catch (java.net.SocketTimeoutException stillOpen) {
        // one more drop
      } catch (IOException reset) {
        open = false;
      }
    }
  }

  @Test
  void oneConnectionTooManyIsClosed() throws Exception {
    try (var front = new TestFront(TestFront.withConnections(2), AccessSettings.defaults());
        Socket first = front.connect();
        Socket second = front.connect()) {
      Awaitility.await().until(() -> front.connections.count() == 2);
      try (Socket third = front.connect()) {
        assertThat(TestFront.isOver(third)).isTrue();
      }
      for (Socket early : List.of(first, second)) {
        TestFront.send(early, TestFront.head("GET /v1/nowhere"));
        assertThat(TestFront.reply(early)).startsWith("HTTP/1.1 404");
      }
    }
  }

  @Test
  void whoSendsManyRequestsAheadIsDropped() throws Exception {
    var inWork = new CountDownLatch(1);
    var ended = new CompletableFuture<String>();
    try (var front =
            TestFront.usual()
                .route(
                    "/v1/wait",
                    call -> {
                      call.client().disconnected().on(() -> ended.complete("left"));
                      inWork.countDown();
                      return TestFront.text(ended.join());
                    });
        Socket socket = front.connect()) {
      TestFront.send(socket, TestFront.head("GET /v1/wait"));
      assertThat(inWork.await(20, TimeUnit.SECONDS)).isTrue();
      TestFront.send(socket, TestFront.head("GET /v1/wait").repeat(40));
      assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("left");
      assertThat(TestFront.isOver(socket)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /v1/models, '', 401, Bearer",
    "GET /v1/models, Bearer wrong, 401, Bearer",
    "GET /v1/models, Bearer s3cret, 404, ''",
    "POST /api/setup, '', 401, Bearer",
    "GET /api/health, '', 404, ''",
    "GET /, '', 401, Basic",
    "GET /, Basic eDpzM2NyZXQ=, 404, ''",
    "GET /actuator/hawtio, '', 401, Basic",
    "GET /actuator/jolokia/version, '', 401, Basic",
    "GET /actuator/jolokia/version, Bearer s3cret, 503, ''",
    "GET /actuator/prometheus, Bearer wrong, 401, Basic",
  })
  void withAKeySetEverythingButTheHealthAsksForIt(
      String line, String authorization, int status, String asked) throws Exception {
    var keyed = new AccessSettings(List.of(), List.of(), "s3cret", 60, false);
    try (var front = new TestFront(TestFront.settings(LONG, LONG, LONG, 10), keyed);
        Socket socket = front.connect()) {
      TestFront.send(socket, TestFront.head(line, "authorization: " + authorization));
      String reply = TestFront.reply(socket);
      // nothing is routed here: 404 and 503 are beyond the question of the key
      assertThat(reply).startsWith("HTTP/1.1 " + status).contains("{\"error\":{");
      assertThat(reply.contains("www-authenticate: ")).isEqualTo(!asked.isEmpty());
      assertThat(reply).contains(asked);
    }
  }
}
