package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.simulation.speech.Content.ThoughtField;
import sml.gateway.simulation.speech.Content.ToolForm;
import sml.gateway.testkit.Conversation;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;
import sml.gateway.testkit.provider.Fault;
import sml.gateway.testkit.provider.Received;

/** Which model wins a hedge, what happens to the losers, and which models are asked at all. */
class HedgeTest {
  /**
   * How soon a loser's connection is closed. An idle machine needs less than 50 ms, which {@code
   * -Dsml.test.promptly=50} asks for; without the cut it would be the limits' second and more.
   */
  private static final Duration PROMPTLY =
      Duration.ofMillis(Long.getLong("sml.test.promptly", 250));

  private static final Duration SOON = Duration.ofSeconds(20);

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Behaviour HEALTHY = Behaviour.healthy();
  private static final Behaviour LATE = HEALTHY.latency(Duration.ofMillis(400));
  private static final String TOOLS =
      """
      [{"type":"function","function":{"name":"look","parameters":{"type":"object",
        "properties":{"city":{"type":"string"}},"required":["city"]}}}]
      """;

  @RegisterExtension final TestGateway gateway = new TestGateway();
  private Contest contest;

  @BeforeEach
  void begin() {
    contest = Contest.of(gateway);
  }

  static Stream<Arguments> whatNeverWins() {
    return Stream.of(
        Arguments.of("a role-only chunk", Behaviour.always(Fault.stallAfter(0)), 1),
        Arguments.of("an error frame", Behaviour.always(Fault.errorEventAfter(0)), 0),
        Arguments.of(
            "an error object", Behaviour.always(Fault.malformed(Fault.Nonsense.ERROR_OBJECT)), 0),
        Arguments.of("an empty answer", Behaviour.healthy().text(""), 0),
        Arguments.of("comments", HEALTHY.comments(3).failing(Fault.stallAfter(0)), 1),
        Arguments.of("a head", HEALTHY.firstEventAfter(LONG), 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatNeverWins(String what, Behaviour behaviour, int aborted) throws Exception {
    contest.with("a", behaviour);
    contest.with("b", LATE, () -> contest.askedLike("b", "a"));
    Heard heard = contest.ask("a", "b").streamed();
    assertThat(contest.winner(heard)).isEqualTo("b");
    assertThat(heard.text()).isEqualTo(new Contents.Words(60).text());
    assertThat(heard.headers()).containsEntry("x-smlgateway-hedge", "true");
    assertThat(contest.counts("a", "b")).containsExactly(1, 1);
    assertThat(contest.at("a").awaitIdle(SOON)).isTrue();
    assertThat(contest.aborted("a")).isEqualTo(aborted);
  }

  @Test
  void aReasoningDeltaWins() {
    Behaviour thinks = HEALTHY.thinking(ThoughtField.REASONING_CONTENT, "let me think");
    contest.with("a", thinks.failing(Fault.stallAfter(0))).with("b", HEALTHY.latency(LONG));
    try (Conversation open = contest.ask("a", "b").open()) {
      while (open.soFar().events().stream().noneMatch(e -> e.data().contains("let"))) {
        assertThat(open.next()).as("%s", open.soFar()).isNotNull();
      }
      assertThat(contest.winner(open.soFar())).isEqualTo("a");
    }
  }

  @Test
  void aToolCallDeltaWins() {
    contest.with("a", HEALTHY.saying(new Contents.Tools(1, ToolForm.OPENAI)));
    contest.with("b", HEALTHY.latency(LONG));
    Heard heard = contest.ask("a", "b").with("tools", TOOLS).streamed();
    assertThat(contest.winner(heard)).isEqualTo("a");
    assertThat(heard.finishReasons()).containsExactly("tool_calls");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theFirstWholeAnswerWinsAndTheOthersAreLeft(boolean stream) throws Exception {
    contest
        .with("a", HEALTHY.latency(LONG))
        .with("b", Behaviour.always(Fault.silence()))
        .with("c", LATE, () -> contest.askedLike("c", "a", "b"));
    Heard heard =
        stream ? contest.ask("a", "b", "c").streamed() : contest.ask("a", "b", "c").whole();
    assertThat(heard.status()).isEqualTo(200);
    assertThat(contest.winner(heard)).isEqualTo("c");
    assertThat(contest.at("a").awaitIdle(SOON)).isTrue();
    assertThat(contest.at("b").awaitIdle(SOON)).isTrue();
    assertThat(contest.counts("a", "b", "c")).containsExactly(1, 1, 1);
    assertThat(contest.aborted("a")).isEqualTo(1);
    assertThat(contest.aborted("b")).isEqualTo(1);
    assertThat(contest.troubles()).doesNotContain(contest.name("a"), contest.name("b"));
  }

  @Test
  void losersAreCutOffPromptly() throws Exception {
    Duration latency = Duration.ofMillis(150);
    contest
        .with("a", Behaviour.always(Fault.stallAfter(0)))
        .with("b", Behaviour.always(Fault.silence()))
        .with("c", HEALTHY.words(1).latency(latency), () -> contest.askedLike("c", "a", "b"));
    List<Duration> delays = new ArrayList<>();
    for (int hedge = 0; hedge < 9; hedge++) {
      assertThat(contest.winner(contest.ask("a", "b", "c").streamed())).isEqualTo("c");
      assertThat(contest.at("c").awaitIdle(SOON)).isTrue();
      long said = contest.at("c").requests().getLast().endedNanos();
      for (String loser : List.of("a", "b")) {
        assertThat(contest.at(loser).awaitIdle(SOON)).isTrue();
        Received left = contest.at(loser).requests().getLast();
        assertThat(left.outcome()).isEqualTo(Received.Outcome.ABORTED);
        delays.add(Duration.ofNanos(left.endedNanos() - said));
      }
    }
    // the median: the first hedges also load classes, and the machine may have other work
    delays.sort(Duration::compareTo);
    assertThat(delays.get(delays.size() / 2)).as("all: %s", delays).isLessThan(PROMPTLY);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneCandidateIsAskedOnceWithoutAHedge(boolean stream) {
    contest.with("a", HEALTHY);
    Heard heard = stream ? contest.ask("a").streamed() : contest.ask("a").whole();
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.headers()).doesNotContainKey("x-smlgateway-hedge");
    assertThat(contest.count("a")).isEqualTo(1);
    assertThat(contest.trace(heard).at("/trace/hedge/used").asBoolean()).isFalse();
  }

  @Test
  void threeProvidersAreAskedThoughEachHasSeveralModels() {
    List<String> letters = List.of("a", "b", "c", "d");
    for (String letter : letters) {
      contest.with(letter, LATE, () -> asked(letters).stream().filter(n -> n > 0).count() == 3);
      gateway.model(contest.name(letter), "two", LATE);
      gateway.model(contest.name(letter), "three", LATE);
    }
    assertThat(gateway.ask("sml/auto").streamed().done()).isTrue();
    assertThat(asked(letters)).containsExactlyInAnyOrder(0, 1, 1, 1);
  }

  private List<Integer> asked(List<String> letters) {
    return letters.stream().map(letter -> contest.at(letter).requests().size()).toList();
  }

  @Test
  void theTraceNamesEveryAttemptAndTheWinner() {
    contest
        .with("a", Behaviour.always(Fault.silence()))
        .with("b", LATE, () -> contest.troubles().contains(contest.name("c")))
        .with("c", Behaviour.always(Fault.status(429)));
    for (boolean stream : List.of(true, false)) {
      gateway.forget();
      Heard heard =
          stream ? contest.ask("a", "b", "c").streamed() : contest.ask("a", "b", "c").whole();
      JsonNode trace = contest.trace(heard);
      JsonNode attempts = trace.at("/trace/attempts");
      assertThat(contest.letters(attempts).chars().sorted().mapToObj(c -> (char) c))
          .as(trace.toPrettyString())
          .containsExactly('a', 'b', 'c');
      assertThat(trace.at("/trace/hedge/winner").asText()).isEqualTo(contest.model("b"));
      assertThat(outcome(attempts, contest.model("a"))).isEqualTo("cancelled");
      assertThat(outcome(attempts, contest.model("b"))).isEqualTo("answered");
      assertThat(outcome(attempts, contest.model("c"))).isEqualTo("refused");
      assertThat(trace.at("/entry/hedge").asBoolean()).as(trace.toString()).isTrue();
    }
  }

  private static String outcome(JsonNode attempts, String model) {
    for (JsonNode attempt : attempts) {
      if (attempt.path("model").asText().equals(model)) {
        return attempt.path("outcome").asText();
      }
    }
    return "(none)";
  }
}
