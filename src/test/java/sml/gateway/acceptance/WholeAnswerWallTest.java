package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.acceptance.Wall.FALLBACK;
import static sml.gateway.acceptance.Wall.PRIMARY;
import static sml.gateway.acceptance.Wall.complete;
import static sml.gateway.acceptance.Wall.failed;
import static sml.gateway.testkit.Scale.seconds;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;
import sml.gateway.testkit.provider.Fault.Nonsense;

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

  static Stream<Fault> lateCloses() {
    return Stream.of(
        Fault.headThenCloseAfter(seconds(4)),
        Fault.headThenCloseAfter(seconds(10)),
        Fault.headThenCloseAfter(seconds(30)),
        Fault.closeAfter(seconds(4)),
        Fault.closeAfter(seconds(10)));
  }

  @ParameterizedTest
  @MethodSource("lateCloses")
  void aSilenceThatEndsInACloseIsNotTriedAgain(Fault fault) {
    Wall wall = new Wall(gateway, Behaviour.always(fault), Behaviour.healthy());
    complete(wall.chain().whole(), 15);
    assertThat(wall.tries()).hasSize(1);
    assertThat(wall.upstream().count("fallback")).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("lateCloses")
  void aSilenceOfAStreamThatEndsInACloseIsNotTriedAgain(Fault fault) {
    Wall wall = new Wall(gateway, Behaviour.always(fault), Behaviour.healthy());
    complete(wall.chain().streamed(), 15);
    assertThat(wall.tries()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("lateCloses")
  void aReusedConnectionThatDiesLateIsNotPostedAgain(Fault fault) {
    Wall wall = new Wall(gateway, Behaviour.always(fault), Behaviour.healthy());
    complete(gateway.ask(FALLBACK).whole(), 10);
    complete(wall.chain().whole(), 15);
    assertThat(wall.tries()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("lateCloses")
  void aModelAloneThatClosesAfterASilenceIsAskedOnce(Fault fault) {
    Wall wall = new Wall(gateway, Behaviour.always(fault), Behaviour.healthy());
    Heard heard = gateway.ask(PRIMARY).whole();
    assertThat(failed(heard, 35).path("message").asText())
        .contains("closed the connection after", "of silence");
    assertThat(heard.status()).isEqualTo(504);
    assertThat(wall.tries()).hasSize(1);
  }

  @Test
  void aHeadWithoutABodyIsLeftForTheNextModel() {
    Wall wall =
        new Wall(gateway, Behaviour.healthy().firstEventAfter(seconds(40)), Behaviour.healthy());
    complete(wall.chain().whole(), 15);
    assertThat(wall.tries()).hasSize(1);
  }

  @Test
  void aModelAloneMayBeSilentForLongerThanAGap() {
    Wall wall =
        new Wall(gateway, Behaviour.healthy().firstEventAfter(seconds(25)), Behaviour.healthy());
    complete(gateway.ask(PRIMARY).whole(), 40);
    assertThat(wall.tries()).hasSize(1);
  }

  @Test
  void aModelAloneHasTheTimeThatItsClientWaits() {
    Wall wall = new Wall(gateway, Behaviour.always(Fault.silence()), Behaviour.healthy());
    String seconds = String.valueOf(seconds(5).toMillis() / 1000.0);
    Heard heard = gateway.ask(PRIMARY).header("x-stainless-timeout", seconds).whole();
    assertThat(failed(heard, 10).path("message").asText()).contains("that the client waits");
    assertThat(heard.status()).isEqualTo(504);
    assertThat(wall.tries()).hasSize(1);
  }

  @Test
  void aWholeAnswerThatFallsSilentHasTheGapOfAStream() {
    Wall wall = new Wall(gateway, Behaviour.always(Fault.stallAfter(20)), Behaviour.healthy());
    Heard heard = gateway.ask(PRIMARY).whole();
    assertThat(failed(heard, 25).path("message").asText()).contains("the limit within an answer");
    assertThat(wall.tries()).hasSize(1);
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
