package sml.gateway.testkit.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviours here wait for hours: these tests end only when a disconnect is noticed. */
@Timeout(30)
class AbortsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration HOURS = Duration.ofHours(3);

  private final SimulatedProvider provider = SimulatedProvider.start();
  private final Asking asking = new Asking(provider);

  @AfterEach
  void stop() {
    provider.close();
    asking.close();
  }

  @Test
  void aPeerThatLeavesBeforeTheHeadIsNoticed() throws Exception {
    provider.model("m", Behaviour.always(Fault.silence()));
    Socket client = asking.raw("m", true);
    assertThat(provider.awaitCount("m", 1, SOON)).isTrue();
    leave(client);
  }

  @Test
  void aPeerThatLeavesDuringTheLatencyIsNoticed() throws Exception {
    provider.model("m", Behaviour.healthy().latency(HOURS));
    Socket client = asking.raw("m", false);
    assertThat(provider.awaitCount("m", 1, SOON)).isTrue();
    leave(client);
  }

  @Test
  void aPeerThatLeavesBetweenHeadAndFirstEventIsNoticed() throws Exception {
    provider.model("m", Behaviour.healthy().firstEventAfter(HOURS));
    Socket client = asking.raw("m", true);
    readUntil(client, "transfer-encoding: chunked");
    leave(client);
    assertThat(provider.requests("m").getFirst().events()).isZero();
  }

  @Test
  void aPeerThatLeavesBetweenEventsIsNoticed() throws Exception {
    provider.model("m", Behaviour.healthy().gap(HOURS));
    Socket client = asking.raw("m", true);
    readUntil(client, "\"role\":\"assistant\"");
    leave(client);
    assertThat(provider.requests("m").getFirst().events()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPeerThatLeavesAStalledAnswerIsNoticed(boolean stream) throws Exception {
    provider.model("m", Behaviour.always(Fault.stallAfter(3)));
    Socket client = asking.raw("m", stream);
    readUntil(client, stream ? "word3" : "\"id\"");
    leave(client);
  }

  @Test
  void aPeerThatLeavesARunningStreamIsNoticed() throws Exception {
    provider.model("m", Behaviour.healthy().words(100_000).gap(Duration.ofMillis(1)));
    Socket client = asking.raw("m", true);
    readUntil(client, "word3");
    leave(client);
  }

  @Test
  void aResetIsNoticedLikeAnOrderlyClose() throws Exception {
    provider.model("m", Behaviour.always(Fault.silence()));
    Socket client = asking.raw("m", true);
    assertThat(provider.awaitCount("m", 1, SOON)).isTrue();
    client.setSoLinger(true, 0);
    leave(client);
  }

  @Test
  void aPeerThatLeavesAfterDoneHasAbortedNothing() throws Exception {
    provider.model("m", Behaviour.healthy().words(1));
    Socket client = asking.raw("m", true);
    readUntil(client, "[DONE]");
    client.close();
    assertThat(provider.awaitNoConnections(SOON)).isTrue();
    assertThat(provider.aborted("m")).isZero();
    assertThat(provider.requests("m").getFirst().outcome()).isEqualTo(Received.Outcome.COMPLETED);
  }

  @Test
  void waitingForWhatNeverHappensEndsWithFalse() throws Exception {
    provider.model("m", Behaviour.always(Fault.silence()));
    try (Socket client = asking.raw("m", true)) {
      assertThat(provider.awaitCount("m", 1, SOON)).isTrue();
      assertThat(client.isConnected()).isTrue();
      assertThat(provider.awaitAborted("m", 1, Duration.ofMillis(1))).isFalse();
      assertThat(provider.awaitNoConnections(Duration.ofMillis(1))).isFalse();
      assertThat(provider.awaitIdle(Duration.ofMillis(1))).isFalse();
      assertThat(provider.requests("m").getFirst().lasted()).isZero();
    }
  }

  @Test
  void closingTheProviderEndsEvenASilence() throws Exception {
    provider.model("m", Behaviour.always(Fault.silence()));
    Socket client = asking.raw("m", true);
    assertThat(provider.awaitCount("m", 1, SOON)).isTrue();
    provider.close();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
    assertThat(provider.awaitNoConnections(SOON)).isTrue();
  }

  private static void readUntil(Socket socket, String wanted) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8), 1);
    var read = new StringBuilder();
    while (read.indexOf(wanted) < 0) {
      int next = lines.read();
      assertThat(next).as("ended after %s", read).isNotNegative();
      read.append((char) next);
    }
  }

  private void leave(Socket client) throws Exception {
    long leaves = System.nanoTime();
    client.close();
    assertThat(provider.awaitAborted("m", 1, SOON)).isTrue();
    assertThat(provider.awaitNoConnections(SOON)).isTrue();
    assertThat(provider.inFlight()).isZero();
    Received request = provider.requests("m").getFirst();
    assertThat(request.outcome()).isEqualTo(Received.Outcome.ABORTED);
    assertThat(request.endedNanos()).isBetween(leaves, System.nanoTime());
    assertThat(request.lasted()).isPositive();
  }
}
