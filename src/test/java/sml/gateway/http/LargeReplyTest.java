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

  private TestFront front;

  @BeforeEach
  void open() throws Exception {
    front = TestFront.usual();
  }

  @AfterEach
  void close() throws Exception {
    front.close();
  }

  private static String text(int length) {
    return "0123456789abcde\n".repeat(length / 16 + 1).substring(0, length);
  }

  private static String body(Socket socket) throws IOException {
    String reply = TestFront.reply(socket);
    return reply.substring(reply.indexOf("\r\n\r\n") + 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {256 * 1024, 256 * 1024 + 1, 320 * 1024, 1_000_003})
  void aBodyOfAnySizeIsWholeAndItsConnectionStaysUsable(int length) throws Exception {
    front.route("/large", call -> TestFront.text(text(length)));
    try (var socket = front.connect()) {
      for (int i = 0; i < 2; i++) {
        TestFront.send(socket, TestFront.head("GET /large"));
        assertThat(body(socket)).hasSize(length).isEqualTo(text(length));
      }
    }
  }

  @Test
  void anEventOfAnySizeIsWhole() throws Exception {
    byte[] event = ("data: " + text(1_000_003) + "\n\n").getBytes(StandardCharsets.US_ASCII);
    var stream = (HttpReply.Stream) client -> client.write(event);
    front.route("/event", call -> new HttpReply(200, Map.of(), stream));
    try (var socket = front.connect()) {
      TestFront.send(socket, TestFront.head("GET /event", "connection: close"));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      String unchunked = all.replaceAll("\r\n[0-9a-f]+\r\n", "");
      assertThat(unchunked).contains(text(1_000_003));
    }
  }

  @Test
  void aHeadRequestGetsNoneOfIt() throws Exception {
    front.route("/large", call -> TestFront.text(text(LARGE)));
    try (var socket = front.connect()) {
      TestFront.send(socket, TestFront.head("HEAD /large", "connection: close"));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(all).contains("content-length: " + LARGE).doesNotContain("abcde");
    }
  }

  @Test
  void theReplyIsOverWhenTheClientHasReadIt() throws Exception {
    var over = new CountDownLatch(1);
    front.route(
        "/large",
        call -> {
          call.client().whenOver(over::countDown);
          return TestFront.text(text(LARGE));
        });
    try (var socket = front.connect()) {
      TestFront.send(socket, TestFront.head("GET /large"));
      socket.getInputStream().readNBytes(1);
      assertThat(over.getCount()).isEqualTo(1);
      assertThat(body(socket)).hasSize(LARGE);
      assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theReplyIsOverWhenTheClientLeavesInTheMiddle() throws Exception {
    var over = new CountDownLatch(1);
    front.route(
        "/large",
        call -> {
          call.client().whenOver(over::countDown);
          return TestFront.text(text(LARGE));
        });
    try (var socket = front.connect()) {
      TestFront.send(socket, TestFront.head("GET /large"));
      socket.getInputStream().readNBytes(1000);
    }
    assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    Awaitility.await()
        .until(() -> front.limiter.inWork() + front.camel.getInflightRepository().size() == 0);
  }

  @Test
  void whatIsWantedOfAReplyThatIsOverRunsAtOnce() throws Exception {
    var late = new CountDownLatch(1);
    front.route(
        "/small",
        call -> {
          call.client().whenOver(() -> call.client().whenOver(late::countDown));
          return TestFront.text("x");
        });
    try (var socket = front.connect()) {
      TestFront.send(socket, TestFront.head("GET /small"));
      assertThat(body(socket)).isEqualTo("x");
      assertThat(late.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
