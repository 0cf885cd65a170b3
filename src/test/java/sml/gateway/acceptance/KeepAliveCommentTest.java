package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.simulation.Behaviour;
import sml.gateway.simulation.Fault;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.Question;
import sml.gateway.testkit.Scale;
import sml.gateway.testkit.TestGateway;

/** Who answered is told in a comment when a keep-alive had to send the head before it was known. */
class KeepAliveCommentTest {
  private static final Behaviour HEALTHY = Behaviour.healthy();

  /** Longer than the silence after which a keep-alive comes. */
  private static final Behaviour SLOW = HEALTHY.latency(Scale.seconds(11.5));

  @RegisterExtension final TestGateway gateway = new TestGateway();

  /** The lines before the first event. */
  private static List<String> before(Heard heard) {
    return heard.body().lines().takeWhile(line -> !line.startsWith("data:")).toList();
  }

  private static void assertToldInAComment(Heard heard, String provider, String model) {
    assertThat(heard.comments()).isPositive();
    assertThat(heard.headers()).doesNotContainKeys("x-smlgateway-model", "x-smlgateway-provider");
    assertThat(before(heard))
        .containsSubsequence(
            ": keep-alive",
            "",
            ": X-SMLGateway-Model: " + model,
            ": X-SMLGateway-Provider: " + provider);
    assertThat(heard.done()).isTrue();
  }

  @Test
  void aNamedModelIsToldBeforeTheFirstEvent() {
    gateway.model("late", "vendor/model:free", SLOW);
    Heard heard = gateway.ask("late/vendor/model:free").streamed();
    assertToldInAComment(heard, "late", "vendor/model:free");
    assertThat(heard.body()).doesNotContain("X-SMLGateway-Hedge");
    assertThat(heard.headers()).containsKey("x-smlgateway-request-id");
  }

  @Test
  void theModelThatAnsweredInPlaceOfAFailedOneIsTold() {
    gateway.model("late", "failing", HEALTHY.latency(Scale.seconds(11.5)).failing(Fault.status(503)));
    gateway.model("later", "good", HEALTHY);
    assertToldInAComment(gateway.ask("late/failing", "later/good").streamed(), "later", "good");
  }

  @Test
  void aWonRaceIsTold() {
    gateway.model("late", "a", SLOW).model("later", "b", SLOW).model("latest", "c", SLOW);
    Heard heard = gateway.ask("sml/auto").streamed();
    assertThat(before(heard)).contains(": X-SMLGateway-Hedge: true");
    assertThat(heard.body()).contains(": X-SMLGateway-Model: ");
  }

  @Test
  void toolCallsComeAfterItToo() {
    gateway.model("late", "m", SLOW);
    Question question =
        gateway
            .ask("late/m")
            .with(
                "tools",
                """
                [{"type":"function","function":{"name":"look","parameters":{"type":"object"}}}]
                """);
    assertToldInAComment(question.streamed(), "late", "m");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void headersTellItAsLongAsTheyCan(boolean stream) {
    gateway.model("late", "m", stream ? HEALTHY : SLOW);
    Question question = gateway.ask("late/m");
    Heard heard = stream ? question.streamed() : question.whole();
    assertThat(heard.headers())
        .containsAllEntriesOf(
            Map.of("x-smlgateway-model", "m", "x-smlgateway-provider", "late"));
    assertThat(heard.body()).doesNotContain("X-SMLGateway");
  }

  @Test
  void aFailureAfterAKeepAliveNamesNobody() {
    gateway.model("late", "m", SLOW.failing(Fault.status(500)));
    Heard heard = gateway.ask("late/m").streamed();
    assertThat(heard.error()).isNotNull();
    assertThat(heard.body()).doesNotContain("X-SMLGateway-Model");
  }
}
