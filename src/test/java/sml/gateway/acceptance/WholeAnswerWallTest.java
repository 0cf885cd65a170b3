package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.acceptance.Wall.PRIMARY;
import static sml.gateway.acceptance.Wall.complete;
import static sml.gateway.acceptance.Wall.failed;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import sml.gateway.simulation.Behaviour;
import sml.gateway.simulation.Fault;
import sml.gateway.simulation.Fault.Nonsense;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/**
 * Answers without a stream that are cut, never end or are no answers; scaled like the fault wall.
 */
class WholeAnswerWallTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  /** Proper answers of a model that has nothing to say. */
  private static final List<Fault> SILENT =
      List.of(Fault.malformed(Nonsense.EMPTY_CONTENT), Fault.malformed(Nonsense.NULL_CONTENT));

  static Stream<Fault> faults() {
    return Stream.concat(
        Stream.of(Nonsense.values()).map(Fault::malformed),
        Stream.of(
            Fault.cutAfter(20),
            Fault.cutAfter(20, Fault.Ending.RESET),
            Fault.hangup(),
            Fault.stallAfter(20)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theNextModelOfAChainAnswers(Fault fault) {
    Wall wall = new Wall(gateway, Behaviour.always(fault), Behaviour.healthy());
    complete(wall.chain().whole(), 65);
    assertThat(wall.upstream().count("fallback")).isEqualTo(1);
  }

  static Stream<Fault> noAnswers() {
    return faults().filter(fault -> !SILENT.contains(fault));
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void aModelAloneEndsInACleanError(Fault fault) {
    Wall wall = new Wall(gateway, Behaviour.always(fault), Behaviour.healthy());
    Heard heard = gateway.ask(PRIMARY).whole();
    failed(heard, 125);
    assertThat(heard.status()).isBetween(500, 504);
    assertThat(heard.clean()).isTrue();
    assertThat(heard.headers()).containsEntry("content-type", "application/json");
    assertThat(wall.upstream().count("fallback")).isZero();
  }

  @ParameterizedTest
  @FieldSource("SILENT")
  void aModelAloneMayHaveNothingToSay(Fault fault) {
    new Wall(gateway, Behaviour.always(fault), Behaviour.healthy());
    Heard heard = gateway.ask(PRIMARY).whole();
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.text()).isIn("", "null");
    assertThat(heard.finishReasons()).containsExactly("stop");
  }
}
