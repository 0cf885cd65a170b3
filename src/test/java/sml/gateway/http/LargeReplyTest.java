package sml.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.network.HttpReply;

/** Bodies that do not fit into the buffers of a connection, and so are sent in pieces. */
class LargeReplyTest {
  /** More than a socket takes whose client does not read. */
  private static final int LARGE = 24 * 1024 * 1024;

  private Door door;

  @BeforeEach
  void open() throws Exception {
    door = Door.usual();
  }

  @AfterEach
  void close() throws Exception {
    door.close();
  }

  private static String text(int length) {
    return "0123456789abcde\n".repeat(length / 16 + 1).substring(0, length);
  }

  private static String body(Socket socket) throws IOException {
    String reply = Door.reply(socket);
    return reply.substring(reply.indexOf("\r\n\r\n") + 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {256 * 1024, 256 * 1024 + 1, 320 * 1024, 1_000_003})
  void aBodyOfAnySizeIsWholeAndItsConnectionStaysUsable(int length) throws Exception {
    door.route("/large", call -> Door.text(text(length)));
    try (var socket = door.connect()) {
      for (int i = 0; i < 2; i++) {
        Door.send(socket, Door.head("GET /large"));
        assertThat(body(socket)).hasSize(length).isEqualTo(text(length));
      }
    }
  }

  @Test
  void anEventOfAnySizeIsWhole() throws Exception {
    byte[] event = ("data: " + text(1_000_003) + "\n\n").getBytes(StandardCharsets.US_ASCII);
    var stream = (HttpReply.Stream) client -> client.write(event);
    door.route("/event", call -> new HttpReply(200, Map.of(), stream));
    try (var socket = door.connect()) {
      Door.send(socket, Door.head("GET /event", "connection: close"));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      String unchunked = all.replaceAll("\r\n[0-9a-f]+\r\n", "");
      assertThat(unchunked).contains(text(1_000_003));
    }
  }

  @Test
  void aHeadRequestGetsNoneOfIt() throws Exception {
    door.route("/large", call -> Door.text(text(LARGE)));
    try (var socket = door.connect()) {
      Door.send(socket, Door.head("HEAD /large", "connection: close"));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(all).contains("content-length: " + LARGE).doesNotContain("abcde");
    }
  }

  @Test
  void theReplyIsOverWhenTheClientHasReadIt() throws Exception {
    var over = new CountDownLatch(1);
    door.route(
        "/large",
        call -> {
          call.client().whenOver(over::countDown);
          return Door.text(text(LARGE));
        });
    try (var socket = door.connect()) {
      Door.send(socket, Door.head("GET /large"));
      socket.getInputStream().readNBytes(1);
      assertThat(over.getCount()).isEqualTo(1);
      assertThat(body(socket)).hasSize(LARGE);
      assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theReplyIsOverWhenTheClientLeavesInTheMiddle() throws Exception {
    var over = new CountDownLatch(1);
    door.route(
        "/large",
        call -> {
          call.client().whenOver(over::countDown);
          return Door.text(text(LARGE));
        });
    try (var socket = door.connect()) {
      Door.send(socket, Door.head("GET /large"));
      socket.getInputStream().readNBytes(1000);
    }
    assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    Awaitility.await()
        .until(() -> door.limiter.inWork() + door.camel.getInflightRepository().size() == 0);
  }

  @Test
  void whatIsWantedOfAReplyThatIsOverRunsAtOnce() throws Exception {
    var late = new CountDownLatch(1);
    door.route(
        "/small",
        call -> {
          call.client().whenOver(() -> call.client().whenOver(late::countDown));
          return Door.text("x");
        });
    try (var socket = door.connect()) {
      Door.send(socket, Door.head("GET /small"));
      assertThat(body(socket)).isEqualTo("x");
      assertThat(late.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
