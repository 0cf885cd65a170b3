package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.Conversation;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;
import sml.gateway.testkit.provider.Fault;

/** A client that disconnects ends its upstream calls in every state of a request. */
class LeavingClientTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Behaviour SILENT = Behaviour.always(Fault.silence());
  private static final Behaviour TALKING =
      Behaviour.healthy().words(2_000).gap(Duration.ofMillis(10));

  @RegisterExtension final TestGateway gateway = new TestGateway();
  @TempDir Path folder;
  private Contest contest;

  @BeforeEach
  void begin() {
    contest = Contest.of(gateway);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void beforeTheFirstByte(boolean stream) throws Exception {
    contest.with("a", SILENT);
    try (Conversation open = ask(stream, contest.model("a"))) {
      assertAsked("a");
    }
    assertEndedByLeaving("a");
  }

  @Test
  void inTheMiddleOfAStream() throws Exception {
    contest.with("a", TALKING);
    try (Conversation open = ask(true, contest.model("a"))) {
      open.until("word3");
    }
    assertEndedByLeaving("a");
  }

  @Test
  void inTheMiddleOfAStreamThatHasFallenSilent() throws Exception {
    contest.with("a", Behaviour.always(Fault.stallAfter(3)));
    try (Conversation open = ask(true, contest.model("a"))) {
      open.until("word3");
    }
    assertEndedByLeaving("a");
  }

  @Test
  void inTheMiddleOfAWholeAnswer() throws Exception {
    contest.with("a", Behaviour.always(Fault.stallAfter(3)));
    try (Conversation open = ask(false, contest.model("a"))) {
      assertAsked("a");
    }
    assertEndedByLeaving("a");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void duringAHedge(boolean stream) throws Exception {
    List<String> hedged = List.of("a", "b", "c");
    contest.with("a", SILENT).with("b", Behaviour.always(Fault.stallAfter(0))).with("c", SILENT);
    contest.with("d", Behaviour.healthy());
    try (Conversation open =
        contest.ask("a", "b", "c").with("stream", String.valueOf(stream)).begin()) {
      for (String letter : hedged) {
        assertAsked(letter);
      }
    }
    assertEndedByLeaving("a", "b", "c");
    assertThat(contest.count("d")).isZero();
  }

  @Test
  void duringABackOff() throws Exception {
    contest.with("a", Behaviour.always(Fault.status(429).retryAfter(Duration.ofSeconds(1))));
    try (Conversation open = ask(true, contest.model("a"))) {
      assertAsked("a");
      assertThat(contest.at("a").awaitIdle(SOON)).isTrue();
    }
    assertNothingIsLeft();
    assertThat(contest.count("a")).isEqualTo(1);
  }

  @Test
  void whileEveryCandidateCoolsDown() throws Exception {
    contest.with("a", Behaviour.always(Fault.status(429).retryAfter(Duration.ofSeconds(5))));
    assertThat(gateway.ask(contest.model("a")).whole().status()).isEqualTo(429);
    try (Conversation open = ask(true, "sml/auto")) {
      await().atMost(SOON).until(() -> gauge("sml.http.exchanges") == 1);
    }
    assertNothingIsLeft();
    assertThat(contest.count("a")).isEqualTo(1);
  }

  @Test
  void aThousandClientsLeaveNothingBehind() throws Exception {
    List.of("a", "b", "c", "x", "y", "z").forEach(letter -> contest.with(letter, SILENT));
    contest.with("d", TALKING).with("e", Behaviour.always(Fault.stallAfter(2)));
    contest.with("f", Behaviour.always(Fault.status(429).retryAfter(Duration.ofSeconds(1))));
    contest.with("g", Behaviour.healthy());
    leave(1);
    await().atMost(SOON).untilAsserted(this::assertNothingIsHeld);
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    List<String> certain = List.of("b", "c", "d", "e");
    certain.forEach(letter -> contest.at(letter).forget());

    leave(143);
    await().atMost(SOON).untilAsserted(this::assertNothingIsHeld);
    for (String letter : List.of("a", "b", "c", "d", "e", "f", "x", "y", "z")) {
      assertThat(contest.at(letter).awaitIdle(SOON)).as(letter).isTrue();
    }
    assertThat(certain.stream().map(contest::aborted)).containsOnly(143);
    await().atMost(SOON).untilAsserted(this::assertNoThreadServes);
    // the JVM starts and ends threads itself; leaked client threads would be 143 of a kind
    assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + 70);
    Heard heard = gateway.ask(contest.model("g")).streamed();
    assertThat(heard.text()).isEqualTo(new Contents.Words(60).text());
  }

  /**
   * Seven kinds of clients connect at the same time, {@code each} of every kind, and disconnect.
   */
  private void leave(int each) throws Exception {
    List<Callable<Conversation>> clients = new ArrayList<>();
    for (int client = 0; client < each; client++) {
      clients.add(() -> left(ask(true, contest.model("a"))));
      clients.add(() -> ask(false, contest.model("b")));
      clients.add(() -> ask(true, contest.model("c")));
      clients.add(() -> left(ask(true, contest.model("d")).until("word1")));
      clients.add(() -> left(ask(true, contest.model("e")).until("word1")));
      clients.add(() -> ask(true, contest.model("f")));
      clients.add(() -> hedge());
    }
    List<Conversation> open = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Conversation> client : threads.invokeAll(clients)) {
        open.add(client.get());
      }
    }
    assertAsked("b", each);
    assertAsked("c", each);
    assertAsked("f", 1);
    assertAsked("x", 1);
    open.forEach(Conversation::close);
  }

  /** A hedge of {@code x}, {@code y} and {@code z}, with no further candidate. */
  private Conversation hedge() {
    return contest
        .ask("x", "y", "z")
        .with("exclude", contest.names("a", "b", "c", "d", "e", "f", "g"))
        .with("stream", "true")
        .begin();
  }

  private static Conversation left(Conversation open) {
    open.close();
    return open;
  }

  private Conversation ask(boolean stream, String model) {
    return gateway.ask(model).with("stream", String.valueOf(stream)).begin();
  }

  private void assertAsked(String letter) throws InterruptedException {
    assertAsked(letter, 1);
  }

  private void assertAsked(String letter, int requests) throws InterruptedException {
    String model = contest.name(letter) + "-m";
    assertThat(contest.at(letter).awaitCount(model, requests, SOON)).as(letter).isTrue();
  }

  /** The disconnect closed the calls, not a time limit: a timeout would count against the model. */
  private void assertEndedByLeaving(String... letters) throws InterruptedException {
    for (String letter : letters) {
      assertThat(contest.at(letter).awaitAborted(contest.name(letter) + "-m", 1, SOON))
          .as(letter)
          .isTrue();
    }
    assertNothingIsLeft();
    for (String letter : letters) {
      assertThat(contest.troubles()).doesNotContain(contest.name(letter));
    }
  }

  private void assertNothingIsLeft() {
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(SOON)
        .untilAsserted(this::assertNothingIsHeld);
  }

  private void assertNothingIsHeld() {
    assertThat(gauge("sml.http.exchanges")).as("exchanges").isZero();
    assertThat(gauge("sml.upstream.calls")).as("permits").isZero();
    assertThat(gauge("sml.upstream.connections.leased")).as("connections").isZero();
    var camel = gateway.context().getBean(CamelContext.class);
    assertThat(camel.getInflightRepository().size("chat")).as("exchanges of the route").isZero();
  }

  private void assertNoThreadServes() throws Exception {
    Path dump = folder.resolve("threads-" + System.nanoTime());
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
    try (Stream<String> lines = Files.lines(dump)) {
      assertThat(lines.filter(line -> line.matches("#\\d+ \"(exchange|hedge)-.*"))).isEmpty();
    }
  }

  private double gauge(String name) {
    return gateway.context().getBean(MeterRegistry.class).get(name).gauge().value();
  }
}
