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
  private Door door;

  @BeforeEach
  void openDoor() throws Exception {
    door =
        Door.usual().route("/plain", call -> Door.text("plain")).route("/stream", call -> stream());
  }

  @AfterEach
  void closeDoor() throws Exception {
    goOn.countDown();
    door.close();
  }

  @Test
  void aStreamInWorkEndsWholeWhileNewCallsAreRefused() throws Exception {
    try (var running = door.connect();
        var late = door.connect()) {
      Door.send(running, Door.head("GET /stream", "connection: close"));
      Door.reply(running);
      var said = shutDown(Duration.ZERO, LONG);
      Awaitility.await().until(() -> refused("/plain"));

      Door.send(late, Door.head("GET /plain"));
      assertThat(Door.reply(late))
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
    try (var client = door.connect()) {
      Awaitility.await().until(door.limiter::leaving);
      Door.send(client, Door.head("GET /plain"));
      assertThat(Door.reply(client)).contains(" 200 ", "connection: close", "plain");
      assertThat(client.getInputStream().read()).as("the connection has ended").isEqualTo(-1);
    }
    assertThat(said).isNotDone();
  }

  @Test
  void whatLastsTooLongIsCut() throws Exception {
    try (var running = door.connect()) {
      Door.send(running, Door.head("GET /stream", "connection: close"));
      Door.reply(running);
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
    try (var client = door.connect()) {
      Door.send(client, Door.head("GET " + path));
      return Door.reply(client).contains(" 503 ");
    }
  }

  private CompletableFuture<Void> shutDown(Duration notice, Duration timeout) {
    var shutdown = new GracefulShutdown(door.limiter, notice, timeout, door.server::cut);
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
