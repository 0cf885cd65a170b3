package sml.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When Valkey counts as lost, so that each replica keeps to its equal share of a quota. */
class ValkeyHealthTest {
  private static final Duration HEARTBEAT = Duration.ofMillis(500);

  private long nanos;
  private final ValkeyHealth health = new ValkeyHealth(HEARTBEAT.toNanos(), () -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private void beat() {
    health.heard();
    if (health.answered(3)) {
      health.well();
    }
  }

  @Test
  void anAnswerThatIsLateOnceIsNoLoss() {
    beat();
    pass(HEARTBEAT);
    health.ill("no answer within 50 ms");
    assertThat(health.isWell()).isFalse();
    assertThat(health.isLost()).isFalse();
    beat();
    assertThat(health.isWell()).isTrue();
  }

  @Test
  void severalHeartbeatsWithoutAnAnswerAreALossUntilTheNextFullRound() {
    beat();
    pass(HEARTBEAT.multipliedBy(4));
    health.ill("no answer");
    assertThat(health.isLost()).isTrue();
    beat();
    assertThat(health.isLost()).isFalse();
  }

  @Test
  void aConnectionThatBreaksWhileTheProgramStartsIsNoLoss() {
    pass(Duration.ofSeconds(20));
    health.broken();
    assertThat(health.isLost()).isFalse();
    health.ill("refused");
    assertThat(health.isLost()).isTrue();
  }

  @Test
  void aConnectionThatBreaksLaterNeedsAnotherFullRound() {
    beat();
    health.broken();
    assertThat(health.isWell()).isFalse();
    health.well();
    assertThat(health.isWell()).isFalse();
    beat();
    assertThat(health.isWell()).isTrue();
  }
}
