package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.modelhealth.Lab.A;
import static sml.gateway.modelhealth.Lab.B;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal.Kind;
import sml.gateway.cluster.TestReplica;
import sml.gateway.testkit.Relay;
import sml.gateway.testkit.TestValkey;

/**
 * Three replicas in this process on one real Valkey; the third reaches it by a connection of its
 * own.
 */
class ReplicasTest {
  private final String prefix = TestReplica.anyPrefix();
  private final Relay wire = new Relay(TestValkey.uri());
  private final HandClock clock = new HandClock();
  private final TestReplica[] replicas = {
    TestReplica.at(prefix), TestReplica.at(prefix), TestReplica.at(wire.redisUrl(), prefix)
  };
  private final List<Lab> labs =
      Stream.of(replicas).map(replica -> new Lab(replica, clock)).toList();
  private final Lab one = labs.get(0);
  private final Lab two = labs.get(1);
  private final Lab far = labs.get(2);

  ReplicasTest() {
    Stream.of(replicas).forEach(TestReplica::start);
  }

  @AfterEach
  void close() {
    labs.forEach(Lab::close);
    wire.close();
  }

  private void settle() {
    TestReplica.settle(replicas);
  }

  private void open(Lab lab) {
    for (int i = 0; i < 5; i++) {
      lab.fails(A);
    }
    lab.state.cooldowns().reset(A);
  }

  @Test
  void aCooldownIsKeptByAllAndSoIsItsEnd() {
    one.fails(A);
    settle();
    assertThat(labs).allMatch(lab -> Duration.ofSeconds(10).equals(lab.cooldown(A)));
    assertThat(labs).allMatch(lab -> lab.cooldown(B) == null);
    clock.pass(Duration.ofSeconds(10));
    two.fails(A);
    settle();
    assertThat(labs).allMatch(lab -> Duration.ofSeconds(20).equals(lab.cooldown(A)));
    far.answers(A);
    settle();
    assertThat(labs).allMatch(lab -> lab.cooldown(A) == null);
    one.fails(A);
    assertThat(one.cooldown(A)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void ofTwoCooldownsDecidedAtOnceTheLongerStays() {
    one.refuses(A, Kind.RATE_LIMITED, "1H");
    clock.pass(Duration.ofMillis(2));
    two.fails(A);
    settle();
    assertThat(labs).allMatch(lab -> Duration.ofMillis(3_599_998).equals(lab.cooldown(A)));
  }

  @Test
  void aModelThatDoesNotExistIsExcludedOnEveryReplica() {
    for (Lab lab : labs) {
      lab.refuses(A, Kind.MODEL_GONE, null);
      settle();
      clock.pass(Duration.ofSeconds(41));
    }
    Duration left = Duration.ofDays(30).minusSeconds(41);
    assertThat(labs).allMatch(lab -> left.equals(lab.cooldown(A)));
  }

  @Test
  void aStormThatOneReplicaMeetsCoolsTheProviderForAll() {
    ModelRef calm = new ModelRef("p", "calm");
    for (int i = 0; i < 10; i++) {
      one.refuses(i % 2 == 0 ? A : B, Kind.RATE_LIMITED, null);
    }
    settle();
    assertThat(labs).noneMatch(lab -> lab.enters(calm));
    assertThat(two.state.reset(null)).isPositive();
    settle();
    assertThat(labs).allMatch(lab -> lab.enters(calm));
  }

  @Test
  void aPromptThatWasTooLargeForOneIsTooLargeForAll() {
    one.tokens = 9_000;
    one.refuses(A, Kind.TOO_LARGE, null);
    settle();
    two.tokens = 9_000;
    assertThat(two.enters(A)).isFalse();
    two.tokens = 8_999;
    assertThat(two.enters(A)).isTrue();
  }

  @Test
  void anOpenedBreakerIsOpenEverywhere() {
    open(one);
    settle();
    assertThat(labs).noneMatch(lab -> lab.enters(A));
    assertThat(labs).allMatch(lab -> Duration.ofSeconds(30).equals(lab.cooldown(A)));
  }

  @Test
  void exactlyOneOfAllCallersOfAllReplicasIsTheProbe() throws Exception {
    open(one);
    settle();
    clock.pass(Duration.ofSeconds(30));
    assertThat(letIn(false)).isEqualTo(1);
    settle();
    assertThat(letIn(false)).isZero();
    two.answers(A);
    settle();
    assertThat(letIn(false)).isEqualTo(150);
  }

  @Test
  void aProbeThatFailsOpensItAgainEverywhere() throws Exception {
    open(one);
    settle();
    clock.pass(Duration.ofSeconds(30));
    assertThat(two.enters(A)).isTrue();
    two.fails(A);
    two.state.cooldowns().reset(A);
    settle();
    assertThat(labs).allMatch(lab -> Duration.ofSeconds(30).equals(lab.cooldown(A)));
    clock.pass(Duration.ofSeconds(30));
    assertThat(letIn(false)).isEqualTo(1);
  }

  @Test
  void aCancelledProbeLeavesItsPlaceToAnyReplica() throws Exception {
    open(one);
    settle();
    clock.pass(Duration.ofSeconds(30));
    assertThat(two.enters(A)).isTrue();
    assertThat(far.enters(A)).isFalse();
    two.cancelled(A);
    settle();
    assertThat(letIn(false)).isEqualTo(1);
  }

  @Test
  void aNamedModelIsProbedOnceEveryThreeSecondsByAllTogether() throws Exception {
    open(one);
    settle();
    assertThat(letIn(true)).isZero();
    for (int second = 0; second < 4; second++) {
      clock.pass(Duration.ofSeconds(3));
      assertThat(letIn(true)).isEqualTo(1);
      settle();
      assertThat(letIn(true)).isZero();
    }
  }

  @Test
  void whatWasResetAtOneIsResetEverywhere() {
    open(one);
    settle();
    far.fails(B);
    settle();
    assertThat(two.state.reset(null)).isEqualTo(2);
    settle();
    assertThat(labs).allMatch(lab -> lab.enters(A) && lab.enters(B));
  }

  @Test
  void aReplicaThatStartsLaterLearnsWhatTheOthersKnow() {
    open(one);
    settle();
    two.fails(B);
    settle();
    TestReplica fresh = TestReplica.at(prefix);
    try (Lab late = new Lab(fresh, clock)) {
      fresh.start();
      TestReplica.settle(fresh);
      assertThat(late.cooldown(A)).isEqualTo(Duration.ofSeconds(30));
      assertThat(late.cooldown(B)).isEqualTo(Duration.ofSeconds(10));
      assertThat(fresh.cluster().replicas()).isEqualTo(4);
    }
  }

  @Test
  void withoutValkeyEachGoesOnByItselfAndAfterwardsAllKnowEverything() {
    wire.cut();
    replicas[2].awaitAway();
    open(one);
    TestReplica.settle(replicas[0], replicas[1]);
    far.fails(B);
    assertThat(far.enters(A)).isTrue();
    assertThat(far.enters(B)).isFalse();
    assertThat(two.enters(A)).isFalse();
    assertThat(one.enters(B)).isTrue();
    wire.mend();
    replicas[2].awaitWell();
    settle();
    assertThat(labs).noneMatch(lab -> lab.enters(A) || lab.enters(B));
  }

  @Test
  void withoutValkeyAReplicaProbesByItself() {
    open(one);
    settle();
    wire.cut();
    replicas[2].awaitLost();
    clock.pass(Duration.ofSeconds(30));
    assertThat(one.enters(A)).isTrue();
    assertThat(far.enters(A)).isTrue();
    assertThat(far.enters(A)).isFalse();
    assertThat(two.enters(A)).isFalse();
  }

  private int letIn(boolean named) throws Exception {
    List<Callable<Boolean>> callers = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      Lab lab = labs.get(i % 3);
      callers.add(() -> named ? lab.entersNamed(A) : lab.enters(A));
    }
    int let = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var caller : threads.invokeAll(callers)) {
        let += caller.get() ? 1 : 0;
      }
    }
    return let;
  }
}
