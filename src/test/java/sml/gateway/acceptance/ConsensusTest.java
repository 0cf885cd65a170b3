package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.ChatRequestBuilder;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;

class ConsensusTest {
  private static final Behaviour BANGKOK = Behaviour.healthy().text("Bangkok");

  @RegisterExtension final TestGateway gateway = new TestGateway();
  private Contest contest;

  @BeforeEach
  void begin() {
    contest = Contest.of(gateway);
  }

  private ChatRequestBuilder ask(String... order) {
    return gateway.ask("sml/consensus").with("prefer", contest.names(order));
  }

  @Test
  void theAnswerThatAgreesWithAnotherIsTaken() {
    contest
        .with("a", Behaviour.healthy().text("Chiang Mai"))
        .with("b", BANGKOK)
        .with("c", Behaviour.healthy().text("bangkok."));
    Heard heard = ask("a", "b", "c").whole();
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.text()).startsWithIgnoringCase("bangkok");
    assertThat(heard.headers().get("x-smlgateway-consensus"))
        .contains(contest.model("a"), contest.model("b"), contest.model("c"))
        .endsWith("agreement=0.50");
    assertThat(contest.trace(heard).at("/trace/note").asText())
        .contains("compares the answers of 3", "agrees 0.50 with 2 others");
    assertThat(contest.counts("a", "b", "c")).containsExactly(1, 1, 1);
  }

  @Test
  void aStreamIsAnsweredToo() {
    contest.with("a", BANGKOK).with("b", BANGKOK).with("c", BANGKOK);
    Heard heard = ask("a", "b", "c").streamed();
    assertThat(heard.done()).isTrue();
    assertThat(heard.text()).isEqualTo("Bangkok");
    assertThat(heard.headers().get("x-smlgateway-consensus")).endsWith("agreement=1.00");
  }

  @Test
  void aProviderThatFailsIsReplacedByAnother() {
    contest
        .with("a", Behaviour.always(Fault.status(503)))
        .with("b", BANGKOK)
        .with("c", BANGKOK)
        .with("d", BANGKOK);
    Heard heard = ask("a", "b", "c", "d").whole();
    assertThat(heard.text()).isEqualTo("Bangkok");
    assertThat(heard.headers().get("x-smlgateway-consensus"))
        .contains(contest.model("d"))
        .endsWith("agreement=1.00");
    assertThat(contest.counts("a", "b", "c", "d")).containsExactly(1, 1, 1, 1);
  }

  @Test
  void fewerThanThreeProvidersAreNoConsensus() {
    contest.with("a", BANGKOK).with("b", BANGKOK);
    Heard heard = ask("a", "b").with("exclude", contest.names("none")).whole();
    assertThat(heard.status()).isEqualTo(503);
    assertThat(heard.json().at("/error/message").asText()).contains("answers of 3 providers");
  }
}
