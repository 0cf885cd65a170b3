package sml.gateway.testkit.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sml.gateway.testkit.provider.Asking.events;
import static sml.gateway.testkit.provider.Asking.json;
import static sml.gateway.testkit.provider.Asking.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class BrokenStreamsTest {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final Asking asking = new Asking(provider);

  @AfterEach
  void stop() {
    provider.close();
    asking.close();
  }

  @Test
  void oneConnectionIsResetAndTheNextRequestIsAnswered() throws Exception {
    provider.model("m", Behaviour.healthy().failingFirst(1, Fault.reset()));
    assertThat(read("m").ending()).isEqualTo("reset");
    assertThat(asking.stream("m").statusCode()).isEqualTo(200);
    assertThat(outcomes()).containsExactly(Received.Outcome.BROKEN_OFF, Received.Outcome.COMPLETED);
  }

  @Test
  void aHangupEndsTheConnectionInOrder() throws Exception {
    provider.model("m", Behaviour.always(Fault.hangup()));
    assertThat(read("m")).isEqualTo(new Read("", "closed"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.Ending.class,
      names = {"CLOSE", "RESET"})
  void aCutAfterFortyWordsBreaksTheBody(Fault.Ending ending) throws Exception {
    provider.model("m", Behaviour.always(Fault.cutAfter(40, ending)));
    var read = read("m");
    assertThat(read.ending()).isEqualTo(ending == Fault.Ending.CLOSE ? "closed" : "reset");
    // a reset may overtake what was sent before it
    String sent = new Contents.Words(40).text();
    if (ending == Fault.Ending.CLOSE) {
      assertThat(text(read.text())).isEqualTo(sent);
    } else {
      assertThat(sent).startsWith(text(read.text()));
    }
    assertThat(read.text())
        .doesNotContain("[DONE]", "finish_reason\":\"stop")
        .doesNotEndWith("0\r\n\r\n");
    assertThat(outcomes()).containsExactly(Received.Outcome.BROKEN_OFF);
  }

  @Test
  void aQuietEndLooksProperButLacksFinishAndDone() throws Exception {
    provider.model("m", Behaviour.always(Fault.cutAfter(40, Fault.Ending.QUIET_END)));
    String body = asking.stream("m").body();
    assertThat(text(body)).isEqualTo(new Contents.Words(40).text());
    assertThat(body).doesNotContain("[DONE]", "finish_reason\":\"stop");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 60})
  void aCutStrikesAfterExactlyThatManyWords(int words) throws Exception {
    provider.model("m", Behaviour.always(Fault.cutAfter(words)));
    var read = read("m");
    assertThat(read.ending()).isEqualTo("closed");
    assertThat(text(read.text())).isEqualTo(words == 0 ? "" : new Contents.Words(words).text());
    assertThat(read.text()).contains("\"role\":\"assistant\"").doesNotContain("\"stop\"");
  }

  @Test
  void aCutOfAWholeAnswerEndsInHalfOfItsBody() {
    provider.model("m", Behaviour.always(Fault.cutAfter(3)));
    assertThatThrownBy(() -> asking.whole("m")).isInstanceOf(IOException.class);
  }

  @Test
  void oneBrokenEventLeavesTheRestOfTheStreamIntact() throws Exception {
    provider.model("m", Behaviour.always(Fault.brokenEventAfter(10)));
    String body = asking.stream("m").body();
    List<String> broken = new ArrayList<>();
    for (String event : events(body)) {
      try {
        json(event);
      } catch (IOException notJson) {
        broken.add(event);
      }
    }
    assertThat(broken).hasSize(2).last().isEqualTo("[DONE]");
    assertThat(events(body).indexOf(broken.getFirst())).isEqualTo(11);
    assertThat(text(body)).isEqualTo(new Contents.Words(60).text());
  }

  @Test
  void withoutDoneTheStreamStillEndsInOrderWithUsage() throws Exception {
    provider.model("m", Behaviour.always(Fault.noDone()));
    String body = asking.stream("m").body();
    assertThat(body).doesNotContain("[DONE]").contains("\"finish_reason\":\"stop\"", "\"usage\"");
    assertThat(text(body)).isEqualTo(new Contents.Words(60).text());
  }

  @Test
  void withoutFinishReasonTheStreamStillSaysDone() throws Exception {
    provider.model("m", Behaviour.always(Fault.noFinish()));
    assertThat(asking.stream("m").body())
        .contains("[DONE]")
        .doesNotContain("\"finish_reason\":\"stop\"");
  }

  @Test
  void anErrorEventEndsAStreamThatBeganWell() throws Exception {
    provider.model("m", Behaviour.always(Fault.errorEventAfter(5)));
    String body = asking.stream("m").body();
    assertThat(text(body)).isEqualTo(new Contents.Words(5).text());
    assertThat(json(events(body).getLast()).at("/error/code").asText()).isEqualTo("overloaded");
  }

  private List<Received.Outcome> outcomes() throws InterruptedException {
    assertThat(provider.awaitIdle(Duration.ofSeconds(10))).isTrue();
    return provider.requests("m").stream().map(Received::outcome).toList();
  }

  /** What came over the wire, and how the connection ended. */
  private record Read(String text, String ending) {}

  private Read read(String model) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (Socket socket = asking.raw(model, true)) {
      for (int next = socket.getInputStream().read(); next >= 0; ) {
        bytes.write(next);
        next = socket.getInputStream().read();
      }
      return new Read(bytes.toString(UTF_8), "closed");
    } catch (SocketException reset) {
      return new Read(bytes.toString(UTF_8), "reset");
    }
  }
}
