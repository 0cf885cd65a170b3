package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.ChatRequestBuilder;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Behaviour.LimitHeaders;
import sml.gateway.testkit.provider.Fault;

/** When contenders wait for each other, and what follows when they fail. */
class HedgeOrderTest {
  private static final Behaviour HEALTHY = Behaviour.healthy();
  private static final Behaviour LATE = HEALTHY.latency(Duration.ofMillis(400));

  private static final Duration SHORTLY = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(5);

  /** The usual latency of the leader in tests of waiting, as the gateway assumes it. */
  private static final Duration USUAL = Duration.ofSeconds(60);

  @RegisterExtension final TestGateway gateway = new TestGateway();
  private Contest contest;

  @BeforeEach
  void begin() {
    contest = Contest.of(gateway);
  }

  @Test
  void aContenderWithLittleQuotaLeftIsNotAskedWhenTheLeaderIsFast() {
    contest.with("a", HEALTHY);
    contest.usually("a", USUAL);
    scarce("b");
    int before = contest.count("b");
    Heard heard = contest.ask("a", "b").streamed();
    assertThat(contest.winner(heard)).isEqualTo("a");
    assertThat(contest.count("b")).isEqualTo(before);
    assertThat(contest.trace(heard).at("/trace/note").asText()).contains("little quota left");
  }

  @Test
  void aContenderWithLittleQuotaLeftIsAskedWhenTheLeaderIsSlow() {
    contest.with("a", Behaviour.always(Fault.silence()));
    contest.usually("a", Duration.ofMillis(20));
    scarce("b");
    int before = contest.count("b");
    Heard heard = contest.ask("a", "b").streamed();
    assertThat(contest.winner(heard)).isEqualTo("b");
    assertThat(contest.count("b")).isEqualTo(before + 1);
  }

  @Test
  void aWaitingContenderStartsAtOnceWhenItsLeaderFails() {
    contest.with("a", Behaviour.always(Fault.status(503)));
    contest.usually("a", USUAL);
    scarce("b");
    Heard heard = contest.ask("a", "b").streamed();
    assertThat(contest.winner(heard)).isEqualTo("b");
    assertThat(heard.took()).isLessThan(USUAL);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLongPromptGoesToTheLeaderFirst(boolean stream) {
    contest.with("a", HEALTHY).with("b", HEALTHY).with("c", HEALTHY);
    contest.usually("a", USUAL);
    String prompt = "\"%s\"".formatted("a long story ".repeat(5_000));
    ChatRequestBuilder chatRequestBuilder =
        contest
            .ask("a", "b", "c")
            .with("messages", "[{\"role\":\"user\",\"content\":%s}]".formatted(prompt));
    Heard heard = stream ? chatRequestBuilder.streamed() : chatRequestBuilder.whole();
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(contest.counts("a", "b", "c")).containsExactly(1, 0, 0);
    assertThat(contest.trace(heard).at("/trace/note").asText()).contains("long prompt");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aContenderThatFailsIsReplacedAtOnceWhileTheOthersAreStillAsked(boolean stream)
      throws Exception {
    contest.with("a", HEALTHY.latency(LONG)).with("b", HEALTHY.latency(LONG));
    contest.with("c", Behaviour.always(Fault.status(503)));
    contest.with("d", HEALTHY, () -> contest.askedLike("d", "a", "b", "c"));
    contest.with("e", HEALTHY);
    ChatRequestBuilder chatRequestBuilder = contest.ask("a", "b", "c", "d", "e");
    Heard heard = stream ? chatRequestBuilder.streamed() : chatRequestBuilder.whole();
    assertThat(contest.winner(heard)).isEqualTo("d");
    assertThat(contest.counts("a", "b", "c", "d", "e")).containsExactly(1, 1, 1, 1, 0);
    assertThat(heard.headers()).containsEntry("x-smlgateway-hedge", "true");
    assertThat(contest.trace(heard).at("/trace/hedge/timeline").toString()).contains("refill");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theNextJoinsWhenTheFirstIsLateAndTheFirstMayStillWin(boolean stream) throws Exception {
    scarce("b");
    contest.with("b", HEALTHY.latency(LONG));
    int before = contest.count("b");
    contest.with("a", LATE, () -> contest.count("b") > before);
    contest.usually("a", Duration.ofMillis(20));
    ChatRequestBuilder chatRequestBuilder = contest.ask("a", "b");
    Heard heard = stream ? chatRequestBuilder.streamed() : chatRequestBuilder.whole();
    assertThat(contest.winner(heard)).as("%s", contest.trace(heard)).isEqualTo("a");
    assertThat(contest.count("b")).isEqualTo(before + 1);
    assertThat(contest.trace(heard).at("/trace/hedge/timeline").toString()).contains("rescue");
  }

  @Test
  void aCutStreamIsContinuedByTheNextWhenTheFirstToContinueIsSilent() {
    contest.with(
        "a",
        Behaviour.always(Fault.cutAfter(10)).latency(SHORTLY),
        () -> contest.askedLike("a", "b", "c"));
    contest.with("b", Behaviour.always(Fault.silence()));
    contest.with("c", LATE, () -> contest.count("b") > 1);
    contest.usually("b", Duration.ofMillis(20));
    Heard heard = contest.ask("a", "b", "c").streamed();
    assertThat(heard.error()).isNull();
    assertThat(heard.text()).startsWith("word1 word2 ").endsWith("word60");
    assertThat(heard.done()).isTrue();
    assertThat(contest.counts("a", "b", "c")).containsExactly(1, 2, 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whenAllFailTheClientGetsOneError(boolean stream) {
    Behaviour broken = Behaviour.always(Fault.status(503));
    Stream.of("a", "b", "c", "d").forEach(letter -> contest.with(letter, broken));
    ChatRequestBuilder chatRequestBuilder = contest.ask("a", "b", "c", "d");
    Heard heard = stream ? chatRequestBuilder.streamed() : chatRequestBuilder.whole();
    assertThat(heard.status()).isEqualTo(503);
    assertThat(heard.headers()).containsEntry("x-should-retry", "false");
    assertThat(contest.counts("a", "b", "c", "d")).containsExactly(1, 1, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoAlike400sGoBackAndNoModelCoolsDown(boolean stream) {
    Fault.Status refusal = Fault.status(400).message("temperature must be a number");
    // none refuses before all three are asked: two refusals alike would end the hedge before
    Behaviour refuses = Behaviour.always(refusal).latency(SHORTLY);
    Stream.of("a", "b", "c")
        .forEach(l -> contest.with(l, refuses, () -> contest.askedLike(l, "a", "b", "c")));
    contest.with("d", HEALTHY);
    ChatRequestBuilder chatRequestBuilder = contest.ask("a", "b", "c", "d");
    Heard heard = stream ? chatRequestBuilder.streamed() : chatRequestBuilder.whole();
    assertThat(heard.status()).isEqualTo(400);
    assertThat(heard.json().at("/error/message").asText()).contains("temperature must be a number");
    assertThat(contest.counts("a", "b", "c", "d")).containsExactly(1, 1, 1, 0);
    assertThat(contest.troubles()).doesNotContain(contest.name("a"), contest.name("b"));
  }

  @Test
  void one400LosesAgainstAnAnswer() {
    contest.with("a", Behaviour.always(Fault.status(400)));
    contest.with("b", LATE, () -> contest.askedLike("b", "a"));
    Heard heard = contest.ask("a", "b").streamed();
    assertThat(contest.winner(heard)).isEqualTo("b");
    assertThat(contest.troubles()).doesNotContain(contest.name("a"));
  }

  @Test
  void one400AmongOtherFailuresDoesNotEndTheSearch() {
    contest
        .with("a", Behaviour.always(Fault.status(400)))
        .with("b", Behaviour.always(Fault.status(503)))
        .with("c", Behaviour.always(Fault.status(503)))
        .with("d", HEALTHY);
    Heard heard = contest.ask("a", "b", "c", "d").whole();
    assertThat(contest.winner(heard)).isEqualTo("d");
    assertThat(contest.counts("a", "b", "c", "d")).containsExactly(1, 1, 1, 1);
  }

  @Test
  void a429OfALoserIsRemembered() {
    contest.with("a", Behaviour.always(Fault.status(429).retryAfter(Duration.ofMinutes(5))));
    // b answers when the gateway has heard the refusal
    contest.with("b", LATE, () -> contest.troubles().contains(contest.name("a")));
    Heard heard = contest.ask("a", "b").streamed();
    assertThat(contest.winner(heard)).isEqualTo("b");
    assertThat(contest.troubles()).contains(contest.name("a")).doesNotContain(contest.name("b"));

    Heard again = contest.ask("a", "b").streamed();
    assertThat(contest.winner(again)).isEqualTo("b");
    assertThat(contest.counts("a", "b")).containsExactly(1, 2);
    assertThat(contest.letters(contest.trace(again).at("/trace/dropped"))).isEqualTo("a");
  }

  /** Lets the gateway learn from headers that this provider has a tenth of its quota left. */
  private void scarce(String letter) {
    contest.with(
        // reported with its duration, and not of a day, which would only have to last
        letter, HEALTHY.limited(10, Duration.ofSeconds(59)).limitHeaders(LimitHeaders.OPENAI));
    for (int request = 0; request < 9; request++) {
      contest.measure(letter);
    }
  }
}
