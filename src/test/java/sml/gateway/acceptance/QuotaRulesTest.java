package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Behaviour.LimitHeaders;
import sml.gateway.testkit.provider.Fault;

/** Which models a request asks, and how often, when quotas are used up or all providers failed. */
class QuotaRulesTest {
  private static final Behaviour HEALTHY = Behaviour.healthy();
  private static final Duration WINDOW = Duration.ofSeconds(59);

  @RegisterExtension final TestGateway gateway = new TestGateway();
  private Contest contest;

  @BeforeEach
  void begin() {
    contest = Contest.of(gateway);
  }

  private void limited(String letter, int requests) {
    contest.with(letter, HEALTHY.limited(requests, WINDOW).limitHeaders(LimitHeaders.OPENAI));
  }

  private String whyLeftOut(Heard heard, String letter) {
    JsonNode dropped = contest.trace(heard).at("/trace/dropped");
    return StreamSupport.stream(dropped.spliterator(), false)
        .filter(one -> one.path("model").asText().equals(contest.model(letter)))
        .map(one -> one.path("reason").asText())
        .findFirst()
        .orElse("it was not left out");
  }

  @Test
  void aWindowThatIsUsedUpIsNoSlotOfAHedge() {
    limited("a", 2);
    contest.with("b", HEALTHY);
    contest.measure("a");
    contest.measure("a");
    Heard heard = contest.ask("a", "b").streamed();
    assertThat(contest.winner(heard)).isEqualTo("b");
    assertThat(contest.counts("a", "b")).containsExactly(2, 1);
    assertThat(whyLeftOut(heard, "a")).contains("rate window full");
  }

  @Test
  void aCallThatLosesAHedgeIsCharged() {
    limited("b", 3);
    contest.measure("b");
    contest.with("b", HEALTHY.latency(Duration.ofMinutes(5)));
    contest.with("a", HEALTHY.latency(Duration.ofMillis(100)), () -> contest.askedLike("a", "b"));
    assertThat(contest.winner(contest.ask("a", "b").streamed())).isEqualTo("a");
    assertThat(contest.winner(contest.ask("a", "b").streamed())).isEqualTo("a");
    assertThat(contest.counts("a", "b")).containsExactly(2, 3);
    Heard third = contest.ask("a", "b").streamed();
    assertThat(contest.winner(third)).isEqualTo("a");
    assertThat(contest.counts("a", "b")).containsExactly(3, 3);
    assertThat(whyLeftOut(third, "b")).contains("rate window full");
  }

  @Test
  void whenAllCoolDownTheyAreAskedAllTheSame() {
    Behaviour once = HEALTHY.failingFirst(1, Fault.status(503));
    Stream.of("a", "b", "c").forEach(letter -> contest.with(letter, once));
    assertThat(contest.ask("a", "b", "c").whole().status()).isEqualTo(503);
    assertThat(contest.counts("a", "b", "c")).containsExactly(1, 1, 1);
    Heard heard = contest.ask("a", "b", "c").whole();
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    // the model asked first may win before the others begin
    assertThat(contest.counts("a", "b", "c").stream().mapToInt(Integer::intValue).sum())
        .isBetween(4, 6);
    assertThat(contest.trace(heard).at("/trace/note").asText()).contains("are healthy");
  }
}
