package sml.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sml.gateway.access.AccessSettings;
import sml.gateway.chat.GatewayException.ClientDisconnected;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

class FrontStreamTest {
  private static final Map<String, String> EVENTS = Map.of("content-type", "text/event-stream");
  private static final byte[] EVENT = "data: {}\n\n".getBytes(StandardCharsets.UTF_8);

  private TestFront front;

  @BeforeEach
  void open() throws Exception {
    front = TestFront.usual();
  }

  @AfterEach
  void close() throws Exception {
    front.close();
  }

  private static HttpReply stream(HttpReply.Stream stream) {
    return new HttpReply(200, EVENTS, stream);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private void nothingIsLeft() {
    Awaitility.await()
        .until(() -> front.limiter.inWork() + front.camel.getInflightRepository().size() == 0);
  }

  private static String readUntilClosed(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void eventsArriveOneByOneAndTheConnectionStaysUsable() throws Exception {
    var next = new CountDownLatch(1);
    front.route(
        "/stream",
        call ->
            stream(
                client -> {
                  client.write("first".getBytes(StandardCharsets.UTF_8));
                  await(next);
                  client.write("second".getBytes(StandardCharsets.UTF_8));
                }));
    try (Socket socket = front.connect()) {
      TestFront.send(socket, TestFront.head("GET /stream"));
      String head = TestFront.reply(socket);
      assertThat(head)
          .startsWith("HTTP/1.1 200")
          .contains("content-type: text/event-stream", "transfer-encoding: chunked");
      assertThat(new String(socket.getInputStream().readNBytes(10), StandardCharsets.UTF_8))
          .isEqualTo("5\r\nfirst\r\n");
      next.countDown();
      assertThat(new String(socket.getInputStream().readNBytes(16), StandardCharsets.UTF_8))
          .isEqualTo("6\r\nsecond\r\n0\r\n\r\n");
      TestFront.send(socket, TestFront.head("GET /nowhere"));
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 404");
    }
    nothingIsLeft();
  }

  @Test
  void theHeadLeavesAtBeginAndOnlyOnce() throws Exception {
    var read = new CountDownLatch(1);
    var begins = new ArrayList<Boolean>();
    front.route(
        "/stream",
        call -> {
          begins.add(call.client().begin(Map.of("x-early", "yes")));
          call.client().nudge(": wait\n\n".getBytes(StandardCharsets.UTF_8));
          await(read);
          return stream(client -> begins.add(client.begin(Map.of())));
        });
    try (Socket socket = front.connect()) {
      TestFront.send(socket, TestFront.head("GET /stream"));
      assertThat(TestFront.reply(socket)).contains("x-early: yes");
      assertThat(new String(socket.getInputStream().readNBytes(13), StandardCharsets.UTF_8))
          .isEqualTo("8\r\n: wait\n\n\r\n");
      read.countDown();
      assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.UTF_8))
          .isEqualTo("0\r\n\r\n");
      assertThat(begins).containsExactly(true, false);
    }
  }

  @Test
  void aStreamThatBreaksIsNotEndedCleanly() throws Exception {
    front.route(
        "/stream",
        call ->
            stream(
                client -> {
                  client.write(EVENT);
                  throw new IllegalStateException("broken on purpose");
                }));
    try (Socket socket = front.connect()) {
      TestFront.send(socket, TestFront.head("GET /stream"));
      assertThat(readUntilClosed(socket)).doesNotContain("\r\n0\r\n\r\n");
    }
    nothingIsLeft();
  }

  @Test
  void anEndlessStreamWaitsForASlowReader() throws Exception {
    var written = new AtomicLong();
    var over = new CountDownLatch(1);
    front.route(
        "/stream",
        call ->
            stream(
                client -> {
                  try {
                    while (true) {
                      client.write(new byte[16 * 1024]);
                      written.addAndGet(16 * 1024);
                    }
                  } catch (ClientDisconnected left) {
                    over.countDown();
                    throw left;
                  }
                }));
    try (Socket socket = front.connect()) {
      TestFront.send(socket, TestFront.head("GET /stream"));
      socket.getInputStream().readNBytes(4096);
      var last = new AtomicLong(-1);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(200))
          .until(() -> last.getAndSet(written.get()) == written.get());
      // what the kernel's socket buffers take, and no more
      assertThat(written.get()).isLessThan(32L << 20);
    }
    await(over);
    nothingIsLeft();
  }

  @Test
  void aClientThatReadsNothingAtAllIsGivenUp() throws Exception {
    Duration usual = Duration.ofSeconds(20);
    var ended = new CompletableFuture<String>();
    var settings = TestFront.settings(usual, usual, Duration.ofMillis(100), 10);
    try (var strict =
            new TestFront(settings, AccessSettings.defaults())
                .route(
                    "/stream",
                    call ->
                        stream(
                            client -> {
                              var left = client.disconnected();
                              left.on(() -> ended.complete(left.reason()));
                              while (true) {
                                client.write(new byte[64 * 1024]);
                              }
                            }));
        Socket socket = strict.connect()) {
      TestFront.send(socket, TestFront.head("GET /stream"));
      assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("the client does not read");
    }
  }

  private static Object waitForTheClientToLeave(HttpCall call, CountDownLatch seen) {
    var left = new CountDownLatch(1);
    call.client().disconnected().on(left::countDown);
    seen.countDown();
    await(left);
    return TestFront.text("too late");
  }

  @Test
  void aClientThatLeavesBeforeTheFirstByteIsNoticed() throws Exception {
    var seen = new CountDownLatch(1);
    front.route("/wait", call -> waitForTheClientToLeave(call, seen));
    Socket socket = front.connect();
    TestFront.send(socket, TestFront.head("POST /wait", "content-length: 2") + "hi");
    await(seen);
    socket.close();
    nothingIsLeft();
  }

  @Test
  void aClientThatLeavesMidStreamIsNoticedWhileNothingIsWritten() throws Exception {
    var left = new CountDownLatch(1);
    front.route(
        "/stream",
        call ->
            stream(
                client -> {
                  client.disconnected().on(left::countDown);
                  client.write(EVENT);
                  await(left);
                }));
    Socket socket = front.connect();
    TestFront.send(socket, TestFront.head("GET /stream"));
    TestFront.reply(socket);
    socket.setSoLinger(true, 0);
    socket.close();
    await(left);
    nothingIsLeft();
  }

  @Test
  void closingAfterACompleteReplyIsNotLeaving() throws Exception {
    var clients = new AtomicReference<ClientConnection>();
    front.route(
        "/quick",
        call -> {
          clients.set(call.client());
          return TestFront.text("done");
        });
    try (Socket socket = front.connect()) {
      TestFront.send(socket, TestFront.head("GET /quick"));
      assertThat(TestFront.reply(socket)).endsWith("done");
    }
    Awaitility.await().until(() -> front.connections.count() == 0);
    assertThat(clients.get().disconnected().fired()).isFalse();
  }

  @Test
  void aThousandClientsThatLeaveLeaveNothingBehind() throws Exception {
    int many = 1000;
    var seen = new CountDownLatch(many);
    front.route("/wait", call -> waitForTheClientToLeave(call, seen));
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      Socket socket = front.connect();
      TestFront.send(socket, TestFront.head("POST /wait", "content-length: 2") + "hi");
      sockets.add(socket);
    }
    await(seen);
    assertThat(front.limiter.inWork()).isEqualTo(many);
    for (Socket socket : sockets) {
      socket.close();
    }
    nothingIsLeft();
    Awaitility.await().until(() -> front.connections.count() == 0);
  }

  @Test
  void stoppingTheRouteLetsAStreamFinishAndTurnsOthersAway() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    front.route("/quick", call -> TestFront.text("quick"));
    front.route(
        "/stream",
        call ->
            stream(
                client -> {
                  client.write(EVENT);
                  begun.countDown();
                  await(go);
                  client.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
                }));
    try (Socket socket = front.connect();
        Socket late = front.connect()) {
      TestFront.send(socket, TestFront.head("GET /stream", "connection: close"));
      await(begun);
      var stopped = CompletableFuture.runAsync(() -> front.camel.stop());
      Awaitility.await()
          .until(
              () -> {
                TestFront.send(late, TestFront.head("GET /quick"));
                return TestFront.reply(late).startsWith("HTTP/1.1 503");
              });
      assertThat(stopped).isNotDone();
      go.countDown();
      assertThat(readUntilClosed(socket)).contains("data: [DONE]").endsWith("\r\n0\r\n\r\n");
      stopped.get(20, TimeUnit.SECONDS);
    }
  }
}
