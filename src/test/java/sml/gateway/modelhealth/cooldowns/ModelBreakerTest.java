package sml.gateway.modelhealth.cooldowns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.HandClock;

/** Whom an open breaker lets in, by what the others answer to the claim of its probe. */
class ModelBreakerTest {
  private static final BreakerPolicy RULES =
      new BreakerPolicy(
          0.3,
          5,
          10,
          Duration.ofSeconds(30),
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          Duration.ofMinutes(10));

  private final HandClock clock = new HandClock();
  private final ModelBreaker breaker =
      new ModelBreaker(
          new ModelRef("p", "a"), ModelBreaker.config(RULES, clock), RULES, clock.millis());

  @BeforeEach
  void open() {
    for (int call = 0; call < 5; call++) {
      breaker.failed(clock.millis(), clock.millis());
    }
    clock.pass(Duration.ofSeconds(31));
  }

  private long enter(long answer) {
    return breaker.enter(false, clock.millis(), (ref, named, openedMs, now) -> answer);
  }

  @Test
  void theProbeIsForWhomItIsGrantedTo() {
    assertThat(enter(0)).isZero();
    assertThat(enter(0)).isEqualTo(10_000);
  }

  @Test
  void whileAnotherHasItOneWaitsForItsEnd() {
    assertThat(enter(clock.millis() - 4_000)).isEqualTo(6_000);
  }

  @Test
  void aClaimWithoutAnAnswerLetsNoneInAndIsMadeAgain() {
    assertThat(enter(ProbePermits.UNANSWERED)).isBetween(1L, 1_000L);
    assertThat(enter(0)).isZero();
  }
}
