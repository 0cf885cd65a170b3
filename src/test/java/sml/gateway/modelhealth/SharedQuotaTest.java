package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.modelhealth.Lab.A;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.cluster.TestReplica;
import sml.gateway.modelhealth.quotas.QuotaAccounts;
import sml.gateway.testkit.Relay;
import sml.gateway.testkit.TestValkey;
import sml.gateway.upstream.AdmissionGate;

/** Three replicas on one real Valkey keep one limit of 60 requests a minute. */
class SharedQuotaTest {
  private static final int LIMIT = 60;
  private static final int DAY_LIMIT = 20;

  private final String prefix = TestReplica.anyPrefix();
  private final Relay wire = new Relay(TestValkey.uri());
  private final HandClock clock = new HandClock();
  private final TestReplica[] replicas = {
    TestReplica.at(prefix), TestReplica.at(prefix), TestReplica.at(wire.redisUrl(), prefix)
  };
  private final List<Lab> labs =
      Stream.of(replicas).map(replica -> new Lab(replica, clock, new Zoned())).toList();
  private volatile QuotaCalendar quotas = QuotaCalendar.UTC;

  private final class Zoned implements QuotaAccounts {
    @Override
    public QuotaCalendar quotas(String provider) {
      return quotas;
    }
  }

  SharedQuotaTest() {
    Stream.of(replicas).forEach(TestReplica::start);
    Stream.of(replicas).forEach(replica -> replica.awaitReplicas(3));
    labs.getFirst().gate.observe(A, 1L, Map.of("x-ratelimit-limit-requests-minute", "" + LIMIT));
    TestReplica.settle(replicas);
    labs.forEach(Lab::askNow);
    clock.pass(Duration.ofSeconds(3));
    labs.forEach(Lab::askNow);
  }

  @AfterEach
  void close() {
    labs.forEach(Lab::close);
    wire.close();
  }

  private static boolean sends(Lab lab) {
    return lab.gate.enter(A, 100, AdmissionGate.Admission.HEALTHY)
        instanceof AdmissionGate.Entry.Open;
  }

  private int burst(int callers) throws Exception {
    List<Callable<Boolean>> calls =
        IntStream.range(0, callers)
            .<Callable<Boolean>>mapToObj(i -> () -> sends(labs.get(i % 3)))
            .toList();
    int sent = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var call : threads.invokeAll(calls)) {
        sent += call.get() ? 1 : 0;
      }
    }
    return sent;
  }

  @Test
  void aLimitReportedToOneReplicaIsKeptByAll() {
    assertThat(labs)
        .allMatch(
            lab -> Long.valueOf(LIMIT).equals(lab.state.limits().all().getFirst().rpm().limit()));
  }

  @Test
  void manyCallersAtOnceNeverSendMoreThanTheLimit() throws Exception {
    int sent = 0;
    for (int round = 0; round < 20; round++) {
      sent += burst(90);
      labs.forEach(Lab::askNow);
    }
    assertThat(sent).isLessThanOrEqualTo(LIMIT).isGreaterThan(LIMIT / 2);
    assertThat(labs).noneMatch(SharedQuotaTest::sends);
  }

  @Test
  void inNoMinuteIsMoreSentThanTheLimitAndMostOfItIsUsed() {
    var lastMinute = new ArrayDeque<Long>();
    int sent = 0;
    for (int step = 0; step < 480; step++) {
      clock.pass(Duration.ofMillis(500));
      long now = clock.millis();
      for (int i = 0; i < 4; i++) {
        // the first is busy, the others now and then
        if (sends(labs.get(step % 10 < 8 ? 0 : 1 + step % 2))) {
          lastMinute.addLast(now);
          sent++;
        }
      }
      while (!lastMinute.isEmpty() && lastMinute.getFirst() <= now - 60_000) {
        lastMinute.removeFirst();
      }
      assertThat(lastMinute).hasSizeLessThanOrEqualTo(LIMIT);
      labs.forEach(Lab::askNow);
    }
    assertThat(sent).isGreaterThan(4 * LIMIT * 3 / 4);
  }

  @Test
  void aReplicaWithoutQuotaIsAskedToRetrySoonAndThenGoesOn() {
    Lab far = labs.get(2);
    wire.freeze();
    AdmissionGate.Entry entry = far.gate.enter(A, 100, AdmissionGate.Admission.NAMED);
    for (int sent = 1; entry instanceof AdmissionGate.Entry.Open; sent++) {
      assertThat(sent).isLessThan(LIMIT);
      entry = far.gate.enter(A, 100, AdmissionGate.Admission.NAMED);
    }
    assertThat(((AdmissionGate.Entry.Shut) entry).retryAfter()).isEqualTo(Duration.ofMillis(20));
    wire.thaw();
    replicas[2].awaitWell();
    far.askNow();
    assertThat(sends(far)).isTrue();
  }

  @Test
  void withoutValkeyAReplicaKeepsToItsEqualShareAndReportsItAfterwards() throws Exception {
    Lab far = labs.get(2);
    wire.cut();
    replicas[2].awaitLost();
    int alone = 0;
    while (sends(far)) {
      alone++;
    }
    assertThat(alone).isEqualTo(LIMIT / 3);
    wire.mend();
    replicas[2].awaitWell();
    labs.forEach(Lab::askNow);
    int sent = alone;
    for (int round = 0; round < 20; round++) {
      sent += burst(90);
      labs.forEach(Lab::askNow);
    }
    assertThat(sent).isLessThanOrEqualTo(LIMIT).isGreaterThan(LIMIT / 2);
  }

  @Test
  void aDayThatIsUsedUpOpensForAllAtTheMidnightOfTheProvider() throws Exception {
    assertThat(usedUpDay("America/Los_Angeles", Duration.ofHours(21))).isZero();
    clock.pass(Duration.ofHours(1)); // 08:00 UTC
    assertThat(spread()).isBetween(1, DAY_LIMIT);
  }

  @Test
  void aDayThatRollsOpensForAllADayLater() throws Exception {
    assertThat(usedUpDay("rolling", Duration.ofHours(23))).isZero();
    clock.pass(Duration.ofHours(2));
    assertThat(spread()).isBetween(1, DAY_LIMIT);
  }

  @Test
  void aDayOfUtcOpensForAllAtMidnight() throws Exception {
    assertThat(usedUpDay("UTC", Duration.ofHours(13))).isZero();
    clock.pass(Duration.ofHours(1));
    assertThat(spread()).isBetween(1, DAY_LIMIT);
  }

  /** Uses a day up from 10:00 UTC on; how many get through after the time. */
  private int usedUpDay(String quotaReset, Duration time) throws Exception {
    quotas = QuotaCalendar.of(quotaReset);
    labs.getFirst().gate.observe(A, 1L, Map.of("x-ratelimit-limit-requests-day", "" + DAY_LIMIT));
    TestReplica.settle(replicas);
    int sent = 0;
    for (int round = 0; round < 4; round++) {
      sent += spread();
      clock.pass(Duration.ofMinutes(2));
    }
    assertThat(sent).isBetween(DAY_LIMIT / 2, DAY_LIMIT);
    clock.pass(time);
    return spread();
  }

  private int spread() throws Exception {
    int sent = 0;
    for (int round = 0; round < 10; round++) {
      labs.forEach(Lab::askNow);
      sent += burst(9);
    }
    return sent;
  }

  @Test
  void aResetAtOneForgetsTheCountsOfAll() throws Exception {
    for (int round = 0; round < 20; round++) {
      burst(90);
      labs.forEach(Lab::askNow);
    }
    assertThat(labs).noneMatch(SharedQuotaTest::sends);
    labs.get(1).state.reset(null);
    TestReplica.settle(replicas);
    labs.forEach(Lab::askNow);
    labs.forEach(Lab::askNow);
    assertThat(labs).allMatch(SharedQuotaTest::sends);
  }
}
