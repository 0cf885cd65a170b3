package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.ChatRequestBuilder;
import sml.gateway.testkit.Conversation;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.Scale;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;

/** A comment names the model when a keep-alive sent the head before an answer began. */
class KeepAliveCommentTest {
  private static final String TOOLS =
      """
      [{"type":"function","function":{"name":"look","parameters":{"type":"object"}}}]
      """;
  private static final Behaviour SILENT = Behaviour.healthy().latency(Scale.seconds(1_000));

  /** Its latency begins when the client has heard a keep-alive. */
  private static final Behaviour LATE = Behaviour.healthy().latency(Scale.seconds(0.01));

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final AtomicBoolean keptAlive = new AtomicBoolean();
  private Contest contest;

  @BeforeEach
  void begin() {
    contest = Contest.of(gateway);
  }

  private Contest late(String letter, Behaviour behaviour) {
    return contest.with(letter, behaviour, keptAlive::get);
  }

  private Heard afterAKeepAlive(ChatRequestBuilder chatRequestBuilder) {
    try (Conversation open = chatRequestBuilder.open()) {
      open.comment();
      keptAlive.set(true);
      return open.rest();
    }
  }

  /** The text lines before the first event. */
  private static List<String> before(Heard heard) {
    return heard.body().lines().takeWhile(line -> !line.startsWith("data:")).toList();
  }

  private void assertNamed(Heard heard, String letter) {
    assertThat(heard.headers()).doesNotContainKeys("x-smlgateway-model", "x-smlgateway-provider");
    assertThat(before(heard))
        .containsSubsequence(
            ": keep-alive",
            "",
            ": X-SMLGateway-Model: " + contest.name(letter) + "-m",
            ": X-SMLGateway-Provider: " + contest.name(letter));
    assertThat(heard.body()).containsOnlyOnce("X-SMLGateway-Model");
    assertThat(heard.done()).isTrue();
  }

  @Test
  void aRequestedModelIsNamedBeforeTheFirstEvent() {
    late("a", LATE);
    Heard heard = afterAKeepAlive(gateway.ask(contest.model("a")));
    assertNamed(heard, "a");
    assertThat(heard.body()).doesNotContain("X-SMLGateway-Hedge");
    assertThat(heard.headers()).containsKey("x-smlgateway-request-id");
    assertThat(contest.count("a")).isOne();
  }

  @Test
  void theModelThatAnsweredInPlaceOfASilentOneIsNamed() {
    contest.with("a", SILENT);
    late("b", LATE);
    assertNamed(afterAKeepAlive(gateway.ask(contest.model("a"), contest.model("b"))), "b");
  }

  @Test
  void aHedgeIsReported() {
    for (String silent : List.of("a", "b", "c")) {
      contest.with(silent, SILENT);
    }
    // a model that joins after the keep-alive answers at once, however slow the machine is
    for (String next : List.of("d", "e", "f", "g", "h")) {
      late(next, LATE);
    }
    Heard heard = afterAKeepAlive(contest.ask("a", "b", "c", "d", "e", "f", "g", "h"));
    assertThat(before(heard)).contains(": X-SMLGateway-Hedge: true");
    assertThat(before(heard)).anyMatch(line -> line.startsWith(": X-SMLGateway-Provider: c"));
    assertThat(heard.done()).isTrue();
  }

  @Test
  void itComesBeforeToolCallsToo() {
    late("a", LATE);
    assertNamed(afterAKeepAlive(gateway.ask(contest.model("a")).with("tools", TOOLS)), "a");
  }

  @Test
  void itIsSaidOnceWhenAnotherModelGoesOn() {
    // the model that begins breaks off; on a slow machine the first may be given up before
    late("a", LATE.failing(Fault.cutAfter(2)));
    late("b", LATE.failing(Fault.cutAfter(2)));
    late("c", LATE);
    Heard heard =
        afterAKeepAlive(gateway.ask(contest.model("a"), contest.model("b"), contest.model("c")));
    assertThat(heard.body()).containsOnlyOnce("X-SMLGateway-Model");
    assertThat(before(heard)).contains(": keep-alive");
    assertThat(heard.done()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void headersNameTheModelWhenTheyAreNotSentYet(boolean stream) {
    contest.with("a", Behaviour.healthy());
    ChatRequestBuilder chatRequestBuilder = gateway.ask(contest.model("a"));
    Heard heard = stream ? chatRequestBuilder.streamed() : chatRequestBuilder.whole();
    assertThat(heard.headers())
        .containsEntry("x-smlgateway-model", contest.name("a") + "-m")
        .containsEntry("x-smlgateway-provider", contest.name("a"));
    assertThat(heard.body()).doesNotContain("X-SMLGateway");
  }

  @Test
  void aFailureAfterAKeepAliveNamesNoModel() {
    late("a", LATE.failing(Fault.errorEventAfter(0)));
    Heard heard = afterAKeepAlive(gateway.ask(contest.model("a")));
    assertThat(heard.error()).isNotNull();
    assertThat(heard.body()).doesNotContain("X-SMLGateway-Model");
  }
}
