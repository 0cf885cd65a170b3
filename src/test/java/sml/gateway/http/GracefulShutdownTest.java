package sml.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sml.gateway.network.HttpReply;

class GracefulShutdownTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final CountDownLatch goOn = new CountDownLatch(1);
  private TestFront front;

  @BeforeEach
  void openDoor() throws Exception {
    front =
        TestFront.usual()
            .route("/plain", call -> TestFront.text("plain"))
            .route("/stream", call -> stream());
  }

  @AfterEach
  void closeDoor() throws Exception {
    goOn.countDown();
    front.close();
  }

  @Test
  void aStreamInWorkEndsWholeWhileNewCallsAreRefused() throws Exception {
    try (var running = front.connect();
        var late = front.connect()) {
      TestFront.send(running, TestFront.head("GET /stream", "connection: close"));
      TestFront.reply(running);
      var said = shutDown(Duration.ZERO, LONG);
      Awaitility.await().until(() -> refused("/plain"));

      TestFront.send(late, TestFront.head("GET /plain"));
      assertThat(TestFront.reply(late))
          .contains(" 503 ", "retry-after: 1", "connection: close", "The gateway is stopping.");
      assertThat(said).isNotDone();

      goOn.countDown();
      var rest = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(rest).contains("first", "last").endsWith("0\r\n\r\n");
      said.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void untilTheProxyHasNoticedCallsAreServedAndTheirConnectionsEnd() throws Exception {
    var said = shutDown(LONG, LONG);
    try (var client = front.connect()) {
      Awaitility.await().until(front.limiter::leaving);
      TestFront.send(client, TestFront.head("GET /plain"));
      assertThat(TestFront.reply(client)).contains(" 200 ", "connection: close", "plain");
      assertThat(client.getInputStream().read()).as("the connection has ended").isEqualTo(-1);
    }
    assertThat(said).isNotDone();
  }

  @Test
  void whatLastsTooLongIsCut() throws Exception {
    try (var running = front.connect()) {
      TestFront.send(running, TestFront.head("GET /stream", "connection: close"));
      TestFront.reply(running);
      assertThat(new String(running.getInputStream().readNBytes(10), StandardCharsets.UTF_8))
          .isEqualTo("5\r\nfirst\r\n");
      shutDown(Duration.ZERO, Duration.ofMillis(50)).get(20, TimeUnit.SECONDS);

      var rest = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(rest).doesNotEndWith("0\r\n\r\n");
    }
  }

  private HttpReply stream() {
    HttpReply.Stream words =
        client -> {
          client.write("first".getBytes(StandardCharsets.UTF_8));
          awaitWord();
          client.write("last".getBytes(StandardCharsets.UTF_8));
        };
    return new HttpReply(200, Map.of("content-type", "text/event-stream"), words);
  }

  private boolean refused(String path) throws Exception {
    try (var client = front.connect()) {
      TestFront.send(client, TestFront.head("GET " + path));
      return TestFront.reply(client).contains(" 503 ");
    }
  }

  private CompletableFuture<Void> shutDown(Duration notice, Duration timeout) {
    var shutdown = new GracefulShutdown(front.limiter, notice, timeout, front.server::cut);
    return CompletableFuture.runAsync(
        shutdown::say, task -> Thread.ofPlatform().daemon().start(task));
  }

  private void awaitWord() {
    try {
      goOn.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
