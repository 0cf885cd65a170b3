package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.modelhealth.Lab.A;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;

/** The contract of breakers, in process and over Valkey. */
abstract class BreakerContract {
  private final Lab lab;

  BreakerContract(Lab lab) {
    this.lab = lab;
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private void open() {
    for (int i = 0; i < 5; i++) {
      lab.fails(A);
    }
    lab.state.cooldowns().reset(A);
  }

  @Test
  void fourFailuresAreNotEnoughForAVerdict() {
    for (int i = 0; i < 4; i++) {
      lab.fails(A);
    }
    lab.state.cooldowns().reset(A);
    assertThat(lab.enters(A)).isTrue();
  }

  @Test
  void itStaysClosedAtExactlyThirtyPercentSuccess() {
    for (int i = 0; i < 3; i++) {
      lab.answers(A);
    }
    for (int i = 0; i < 7; i++) {
      lab.fails(A);
    }
    lab.state.cooldowns().reset(A);
    assertThat(lab.enters(A)).isTrue();
    lab.fails(A);
    lab.state.cooldowns().reset(A);
    assertThat(lab.enters(A)).isFalse();
  }

  @Test
  void anOpenBreakerSaysWhenToComeBackAndThenLetsOneProbeIn() {
    open();
    assertThat(lab.shut(A).retryAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(lab.cooldown(A)).isEqualTo(Duration.ofSeconds(30));
    lab.pass("30S");
    assertThat(lab.cooldown(A)).isNull();
    assertThat(lab.enters(A)).isTrue();
    assertThat(lab.enters(A)).isFalse();
    lab.answers(A);
    assertThat(lab.enters(A)).isTrue();
    assertThat(lab.enters(A)).isTrue();
  }

  @Test
  void aProbeThatFailsOpensItForAnotherHalfMinute() {
    open();
    lab.pass("30S");
    assertThat(lab.enters(A)).isTrue();
    lab.fails(A);
    lab.state.cooldowns().reset(A);
    assertThat(lab.shut(A).retryAfter()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aCancelledProbeLeavesItsPlaceToTheNext() {
    open();
    lab.pass("30S");
    assertThat(lab.enters(A)).isTrue();
    lab.cancelled(A);
    assertThat(lab.enters(A)).isTrue();
    assertThat(lab.enters(A)).isFalse();
  }

  @Test
  void aCancelledEarlyProbeDoesNotEndTheOpenTime() {
    open();
    lab.pass("10S");
    assertThat(lab.entersNamed(A)).isTrue();
    lab.cancelled(A);
    assertThat(lab.shut(A).retryAfter()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void aNamedModelIsProbedEveryThreeSeconds() {
    open();
    assertThat(lab.entersNamed(A)).isFalse();
    lab.pass("3S");
    assertThat(lab.entersNamed(A)).isTrue();
    assertThat(lab.entersNamed(A)).isFalse();
    lab.fails(A);
    lab.pass("2.9S");
    assertThat(lab.entersNamed(A)).isFalse();
    lab.pass("0.1S");
    assertThat(lab.entersNamed(A)).isTrue();
    lab.answers(A);
    assertThat(lab.entersNamed(A)).isTrue();
    assertThat(lab.enters(A)).isTrue();
  }

  @Test
  void aNamedProbeThatHangsDoesNotKeepTheNextOneOut() {
    open();
    lab.pass("3S");
    assertThat(lab.entersNamed(A)).isTrue();
    lab.pass("3S");
    assertThat(lab.entersNamed(A)).isTrue();
  }

  @Test
  void aProbeThatNeverEndsIsGivenUpAfterTwoMinutes() {
    open();
    lab.pass("30S");
    assertThat(lab.enters(A)).isTrue();
    lab.pass("119S");
    assertThat(lab.enters(A)).isFalse();
    lab.pass("1S");
    assertThat(lab.enters(A)).isTrue();
  }

  @Test
  void anAttemptFromBeforeTheOutageDecidesNothing() {
    open();
    lab.pass("30S");
    assertThat(lab.enters(A)).isTrue();
    var old =
        new Attempt.Broken(Lab.candidate(A), new AttemptTiming(-60_000, null, 0), "reset", false);
    lab.finish(old, null);
    lab.answers(A);
    lab.state.cooldowns().reset(A);
    assertThat(lab.enters(A)).isTrue();
  }

  @Test
  void failuresOfLongAgoDoNotOpenIt() {
    for (int i = 0; i < 4; i++) {
      lab.fails(A);
    }
    lab.pass("11M");
    lab.fails(A);
    lab.state.cooldowns().reset(A);
    assertThat(lab.enters(A)).isTrue();
  }

  @Test
  void amongManyCallersExactlyOneIsTheProbe() throws Exception {
    open();
    lab.pass("30S");
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> callers = Collections.nCopies(200, () -> lab.enters(A));
      int let = 0;
      for (var caller : threads.invokeAll(callers)) {
        let += caller.get() ? 1 : 0;
      }
      assertThat(let).isEqualTo(1);
    }
  }
}
