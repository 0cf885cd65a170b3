package sml.gateway.cache.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static sml.gateway.cache.exact.CacheTestKit.CANDIDATE;
import static sml.gateway.cache.exact.CacheTestKit.NOW;
import static sml.gateway.cache.exact.CacheTestKit.QUESTION;
import static sml.gateway.cache.exact.CacheTestKit.SETTINGS;
import static sml.gateway.cache.exact.CacheTestKit.client;
import static sml.gateway.cache.exact.CacheTestKit.plan;
import static sml.gateway.cache.exact.CacheTestKit.request;
import static sml.gateway.cache.exact.CacheTestKit.whole;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Answer;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.GatewayException.ClientDisconnected;
import sml.gateway.cluster.TestReplica;

/** Equal requests at the same time make one upstream call, and nothing of it stays behind. */
class SingleFlightTest {
  private static final int AT_ONCE = 100;
  private static final String STREAM = QUESTION.replaceFirst("\\{", "{\"stream\":true,");

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final ExactCache cache =
      new ExactCache(
          new RequestKeys(SETTINGS),
          new LocalAnswers(SETTINGS, clock),
          new Invalidations(TestReplica.alone(), SETTINGS, clock),
          SETTINGS,
          clock);
  private final AnswerRecorder recorder =
      new AnswerRecorder(cache, (by, chunks) -> whole("joined", "stop"), e -> {}, SETTINGS, clock);
  private final SingleFlight flights =
      new SingleFlight(
          cache, recorder, new RememberedReply(SETTINGS, clock), new CacheFigures(), SETTINGS);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    threads.close();
    recorder.destroy();
  }

  private FlightSeat join(ChatRequest request) throws InterruptedException {
    return flights.join(request, Objects.requireNonNull(cache.find(request)));
  }

  private Future<FlightSeat> joinLater(ChatRequest request) {
    Callable<FlightSeat> joining = () -> join(request);
    return threads.submit(joining);
  }

  /** Waits until the request waits for the one that leads. */
  private static void awaitAboard(FlightSeat leader, int aboard) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> Objects.requireNonNull(leader.flight()).aboard() == aboard);
  }

  private void over(ChatRequest request) {
    client(request).over();
  }

  private void assertNothingLeft() {
    await().until(() -> flights.underWay() == 0);
  }

  @Test
  void theOthersGetTheWholeAnswerOfTheFirst() throws Exception {
    ChatRequest first = request(QUESTION);
    ChatRequest second = request(QUESTION);
    FlightSeat leader = join(first);
    Future<FlightSeat> follower = joinLater(second);
    awaitAboard(leader, 2);

    flights.share(leader, plan(), whole("A pet.", "stop"));

    FlightSeat seat = follower.get();
    assertThat(leader.lookup().verdict()).isEqualTo(CacheVerdict.MISS);
    assertThat(seat.lookup().verdict()).isEqualTo(CacheVerdict.SHARED);
    assertThat(seat.answer()).isInstanceOf(Answer.Whole.class);
    assertThat(Objects.requireNonNull(seat.plan()).note()).contains(first.id());
    assertNothingLeft();
    assertThat(join(request(QUESTION)).lookup().verdict()).isEqualTo(CacheVerdict.HIT);
  }

  @Test
  void theOthersGetTheStreamOfTheFirstAsItComes() throws Exception {
    ChatRequest first = request(STREAM);
    FlightSeat leader = join(first);
    var upstream = new ScriptedStream().say("A ");
    Answer.Streaming own = stream(leader, upstream);
    ChatRequest second = request(STREAM);
    Answer.Streaming others = (Answer.Streaming) answerOf(joinLater(second).get());

    assertThat(others.chunks().next()).isSameAs(own.chunks().next());
    Future<String> rest = threads.submit(() -> ScriptedStream.read(others.chunks()));
    upstream.say("pet").end();
    assertThat(rest.get()).isEqualTo("pet");
    assertThat(upstream.closed()).isFalse();
    assertThat(ScriptedStream.read(own.chunks())).isEqualTo("pet");
    own.chunks().close();
    others.chunks().close();

    assertThat(upstream.closed()).isTrue();
    assertNothingLeft();
    assertThat(join(request(STREAM)).lookup().verdict()).isEqualTo(CacheVerdict.HIT);
  }

  private Answer.Streaming stream(FlightSeat leader, ScriptedStream upstream) {
    return (Answer.Streaming)
        flights.share(leader, plan(), new Answer.Streaming(CANDIDATE, upstream, false));
  }

  private static Answer answerOf(FlightSeat seat) {
    return Objects.requireNonNull(seat.answer());
  }

  @Test
  void aLeaderThatLeavesDoesNotEndTheOthers() throws Exception {
    ChatRequest first = request(STREAM);
    FlightSeat leader = join(first);
    Future<FlightSeat> follower = joinLater(request(STREAM));
    awaitAboard(leader, 2);
    client(first).disconnected().fire("left");
    assertThat(leader.asking().disconnected().fired()).isFalse();

    var upstream = new ScriptedStream().say("A pet").end();
    stream(leader, upstream).chunks().close();
    over(first);

    Answer.Streaming others = (Answer.Streaming) answerOf(follower.get());
    assertThat(ScriptedStream.read(others.chunks())).isEqualTo("A pet");
    others.chunks().close();
    assertThat(upstream.closed()).isTrue();
    assertNothingLeft();
  }

  @Test
  void theCallEndsWhenAllHaveLeft() throws Exception {
    ChatRequest first = request(QUESTION);
    ChatRequest second = request(QUESTION);
    FlightSeat leader = join(first);
    Future<FlightSeat> follower = joinLater(second);
    awaitAboard(leader, 2);

    client(first).disconnected().fire("left");
    assertThat(leader.asking().disconnected().fired()).isFalse();
    client(second).disconnected().fire("left");

    assertThatThrownBy(follower::get).hasCauseInstanceOf(ClientDisconnected.class);
    await().until(() -> leader.asking().disconnected().fired());
    over(first);
    assertNothingLeft();
  }

  @Test
  void whenTheFirstFailsTheOthersAskByThemselves() throws Exception {
    ChatRequest first = request(QUESTION);
    FlightSeat leader = join(first);
    ChatRequest second = request(QUESTION);
    Future<FlightSeat> follower = joinLater(second);
    awaitAboard(leader, 2);

    over(first);

    FlightSeat seat = follower.get();
    assertThat(seat.answer()).isNull();
    assertThat(seat.lookup().verdict()).isEqualTo(CacheVerdict.MISS);
    flights.share(seat, plan(), whole("A pet.", "stop"));
    over(second);
    assertNothingLeft();
  }

  @Test
  void aStreamThatBreaksOffIsNotRemembered() throws Exception {
    ChatRequest first = request(STREAM);
    Answer.Streaming own = stream(join(first), new ScriptedStream().say("A ").cut());
    Answer.Streaming others = (Answer.Streaming) answerOf(join(request(STREAM)));

    assertThat(ScriptedStream.read(own.chunks())).isEqualTo("A |cut");
    assertThat(ScriptedStream.read(others.chunks())).isEqualTo("A |cut");
    own.chunks().close();
    others.chunks().close();

    assertNothingLeft();
    assertThat(join(request(STREAM)).answer()).isNull();
  }

  @Test
  void aReaderThatIsTooFarBehindIsCutOffAndLittleIsKept() throws Exception {
    ChatRequest first = request(STREAM);
    var upstream = new ScriptedStream();
    for (int i = 0; i < 10_000; i++) {
      upstream.say("word ");
    }
    Answer.Streaming own = stream(join(first), upstream.end());
    Answer.Streaming behind = (Answer.Streaming) answerOf(join(request(STREAM)));

    assertThat(ScriptedStream.read(own.chunks())).hasSize(50_000);
    assertThat(ScriptedStream.read(behind.chunks())).isEqualTo("|cut");
    own.chunks().close();
    assertNothingLeft();
    assertThat(cache.size()).isZero();
  }

  /** True when it has a seat, false when its client had left. */
  private static boolean ended(Future<FlightSeat> joining) throws InterruptedException {
    try {
      joining.get();
      return true;
    } catch (ExecutionException left) {
      assertThat(left).hasCauseInstanceOf(ClientDisconnected.class);
      return false;
    }
  }

  @Test
  void aThousandRoundsLeaveNothingBehind() throws Exception {
    int calls = 0;
    for (int round = 0; round < 1_000; round++) {
      String body = QUESTION.replace("cat", "cat " + round);
      List<ChatRequest> all = Stream.generate(() -> request(body)).limit(AT_ONCE).toList();
      FlightSeat leader = join(all.getFirst());
      List<Future<FlightSeat>> others = all.stream().skip(1).map(this::joinLater).toList();
      awaitAboard(leader, AT_ONCE);
      if (round % 3 == 1) {
        client(all.get(1)).disconnected().fire("left");
      }
      if (round % 3 != 2) {
        flights.share(leader, plan(), whole("A pet.", "stop"));
        calls++;
      }
      over(all.getFirst());
      for (Future<FlightSeat> other : others) {
        boolean left = round % 3 == 1 && other == others.getFirst();
        assertThat(ended(other)).isEqualTo(!left);
      }
      all.forEach(this::over);
    }
    assertThat(calls).isEqualTo(667);
    assertNothingLeft();
  }
}
