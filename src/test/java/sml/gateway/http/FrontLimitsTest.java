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

  private static Door door(Duration head, Duration body) throws Exception {
    return new Door(Door.settings(head, body, LONG, 10), AccessSettings.defaults())
        .route("/v1/size", call -> Door.text(String.valueOf(call.body().length)));
  }

  @Test
  void aHeadThatDripsIsGivenUp() throws Exception {
    try (var door = door(BRIEF, LONG);
        Socket socket = door.connect()) {
      dripUntilClosed(socket, "GET /v1/size HTTP/1.1\r\nhost: localhost\r\nx-drip: ");
      Awaitility.await().until(() -> door.connections.count() == 0);
    }
  }

  @Test
  void aBodyThatDripsIsGivenUp() throws Exception {
    try (var door = door(AMPLE, BRIEF);
        Socket socket = door.connect()) {
      Door.send(socket, Door.head("POST /v1/size", "content-length: 30000000"));
      while (socket.getInputStream().available() == 0) {
        // never still for as long as the timeout between two pieces
        Door.send(socket, "x");
      }
      assertThat(Door.reply(socket)).startsWith("HTTP/1.1 408").contains("stopped coming");
      assertThat(door.limiter.inWork()).isZero();
    }
  }

  @Test
  void aBodyThatStopsIsGivenUp() throws Exception {
    try (var door = door(AMPLE, BRIEF);
        Socket socket = door.connect()) {
      Door.send(socket, Door.head("POST /v1/size", "content-length: 9") + "abc");
      assertThat(Door.reply(socket)).startsWith("HTTP/1.1 408").contains("{\"error\":{");
      Awaitility.await().until(() -> door.connections.count() == 0);
    }
  }

  @Test
  void aKeptConnectionThatDripsItsNextHeadIsGivenUp() throws Exception {
    try (var door = door(AMPLE, LONG);
        Socket socket = door.connect()) {
      Door.send(socket, Door.head("GET /v1/size"));
      assertThat(Door.reply(socket)).startsWith("HTTP/1.1 200");
      dripUntilClosed(socket, "GET /v1/size HTTP/1.1\r\nx-drip: ");
    }
  }

  private static void dripUntilClosed(Socket socket, String first) throws IOException {
    Door.send(socket, first);
    socket.setSoTimeout(10);
    boolean open = true;
    while (open) {
      try {
        Door.send(socket, "x");
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
    try (var door = new Door(Door.withConnections(2), AccessSettings.defaults());
        Socket first = door.connect();
        Socket second = door.connect()) {
      Awaitility.await().until(() -> door.connections.count() == 2);
      try (Socket third = door.connect()) {
        assertThat(Door.isOver(third)).isTrue();
      }
      for (Socket early : List.of(first, second)) {
        Door.send(early, Door.head("GET /v1/nowhere"));
        assertThat(Door.reply(early)).startsWith("HTTP/1.1 404");
      }
    }
  }

  @Test
  void whoSendsManyRequestsAheadIsDropped() throws Exception {
    var inWork = new CountDownLatch(1);
    var ended = new CompletableFuture<String>();
    try (var door =
            Door.usual()
                .route(
                    "/v1/wait",
                    call -> {
                      call.client().disconnected().on(() -> ended.complete("left"));
                      inWork.countDown();
                      return Door.text(ended.join());
                    });
        Socket socket = door.connect()) {
      Door.send(socket, Door.head("GET /v1/wait"));
      assertThat(inWork.await(20, TimeUnit.SECONDS)).isTrue();
      Door.send(socket, Door.head("GET /v1/wait").repeat(40));
      assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("left");
      assertThat(Door.isOver(socket)).isTrue();
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
    try (var door = new Door(Door.settings(LONG, LONG, LONG, 10), keyed);
        Socket socket = door.connect()) {
      Door.send(socket, Door.head(line, "authorization: " + authorization));
      String reply = Door.reply(socket);
      // nothing is routed here: 404 and 503 are beyond the question of the key
      assertThat(reply).startsWith("HTTP/1.1 " + status).contains("{\"error\":{");
      assertThat(reply.contains("www-authenticate: ")).isEqualTo(!asked.isEmpty());
      assertThat(reply).contains(asked);
    }
  }
}
