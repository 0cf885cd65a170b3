package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.modelhealth.Lab.A;
import static sml.gateway.modelhealth.Lab.B;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.catalog.ProviderKeyAdded;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal.Kind;
import sml.gateway.cluster.TestReplica;
import sml.gateway.modelhealth.quotas.InProcessQuotaLedger;
import sml.gateway.modelhealth.quotas.QuotaAccounts;
import sml.gateway.modelhealth.quotas.SavedQuota;
import sml.gateway.testkit.TestValkey;

/** A new key of a provider ends the refusals of its old key, and nothing else. */
class AnotherKeyTest {
  private static final long OLD = 7; // the key of all calls in the room
  private static final long NEW = 8;

  private final Room room = new Room(null, new HandClock());

  /** A room whose provider has one key. */
  private static final class Room {
    final Owner owner = new Owner();
    final Lab lab;

    Room(@Nullable TestReplica replica, HandClock clock) {
      lab = new Lab(replica, clock, owner);
      has(OLD);
    }

    void has(long key) {
      lab.keys.account = key;
      owner.account = key;
    }

    /** The keyring has another key and says so. */
    void gets(long key) {
      has(key);
      lab.state.on(new ProviderKeyAdded("p"));
    }

    void reports(ModelRef ref, int remaining) {
      reports(ref, lab.keys.account, remaining);
    }

    void reports(ModelRef ref, long key, int remaining) {
      lab.gate.observe(
          ref,
          key,
          Map.of(
              "x-ratelimit-limit-requests-day", "20",
              "x-ratelimit-remaining-requests-day", "" + remaining,
              "x-ratelimit-reset-requests-day", "200h"));
    }
  }

  private static final class Owner implements QuotaAccounts {
    long account;

    @Override
    public long account(String owner, @Nullable Long keyId) {
      return keyId == null ? account : Math.min(keyId, account);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "QUOTA_EXHAUSTED, 700H",
    "QUOTA_EXHAUSTED, ",
    "PAYMENT_REQUIRED, 1H",
    "UNAUTHORIZED, ",
    "RATE_LIMITED, 3H",
    "RATE_LIMITED, ",
  })
  void whatTheAccountWasRefusedIsOver(Kind kind, @Nullable String wait) {
    room.lab.refuses(A, kind, wait);
    assertThat(room.lab.cooldown(A)).isNotNull();
    room.gets(NEW);
    assertThat(room.lab.cooldown(A)).isNull();
    assertThat(room.lab.enters(A)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"MODEL_GONE", "FAULT", "TRANSIENT"})
  void whatTheModelDidItselfStays(Kind kind) {
    for (int i = 0; i < 3; i++) {
      room.lab.refuses(A, kind, null);
      room.lab.pass("40S");
    }
    room.lab.refuses(A, kind, null);
    Duration before = room.lab.cooldown(A);
    assertThat(before).isNotNull();
    room.gets(NEW);
    assertThat(room.lab.cooldown(A)).isEqualTo(before);
  }

  @Test
  void theSameKeyChangesNothing() {
    room.lab.refuses(A, Kind.QUOTA_EXHAUSTED, "700H");
    room.reports(B, 0);
    room.gets(OLD);
    assertThat(room.lab.cooldown(A)).isEqualTo(Duration.ofHours(700));
    assertThat(room.lab.enters(B)).isFalse();
  }

  @Test
  void theAccountsOfOtherProvidersStayAsTheyAre() {
    ModelRef other = new ModelRef("q", "a");
    room.lab.refuses(other, Kind.TRANSIENT, "1H");
    room.lab.refuses(A, Kind.PAYMENT_REQUIRED, "1H");
    room.gets(NEW);
    assertThat(room.lab.cooldown(other)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void limitsAndCountsOfTheOldKeyAreForgotten() {
    room.reports(A, 0);
    assertThat(room.lab.enters(A)).isFalse();
    room.gets(NEW);
    assertThat(room.lab.enters(A)).isTrue();
    assertThat(room.lab.state.limits().all()).isEmpty();
    room.reports(A, 5);
    assertThat(room.lab.liveStats.allowance(A).requestsThisMinute()).isEqualTo(5);
  }

  @Test
  void aBreakerThatRefusalsOfTheAccountOpenedIsClosed() {
    for (int i = 0; i < 6; i++) {
      room.lab.refuses(A, Kind.QUOTA_EXHAUSTED, "700H");
    }
    room.gets(NEW);
    assertThat(room.lab.enters(A)).isTrue();
  }

  @Test
  void aStormOfTheOldKeyIsOver() {
    for (int i = 0; i < 10; i++) {
      room.lab.refuses(i % 2 == 0 ? A : B, Kind.RATE_LIMITED, null);
    }
    assertThat(room.lab.state.storms().of("p")).isNotNull();
    room.gets(NEW);
    assertThat(room.lab.state.storms().of("p")).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"QUOTA_EXHAUSTED", "PAYMENT_REQUIRED", "UNAUTHORIZED", "RATE_LIMITED"})
  void aCallOfTheOldKeyThatIsRefusedLateTeachesNothing(Kind kind) {
    room.gets(NEW);
    room.lab.refuses(A, kind, "Requests per day used up", "700H");
    room.reports(A, OLD, 0);
    assertThat(room.lab.cooldown(A)).isNull();
    assertThat(room.lab.enters(A)).isTrue();
  }

  @Test
  void theNewKeyCoolsDownLikeAnyOther() {
    room.gets(NEW);
    room.reports(A, NEW, 0);
    assertThat(room.lab.enters(A)).isFalse();
    room.has(OLD); // a key was taken away
    assertThat(room.lab.enters(A)).isFalse();
  }

  @Test
  void aCooldownThatAHealthCheckAskedForIsOver() {
    var cause = room.lab.state.cooldowns();
    new CheckCooldown(room.lab).cooldown(Duration.ofDays(3));
    assertThat(cause.of(A)).isNotNull();
    room.gets(NEW);
    assertThat(cause.of(A)).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRestartKeepsNothingOfAnOldKey(boolean other) {
    room.lab.refuses(A, Kind.QUOTA_EXHAUSTED, "700H");
    room.reports(B, 0);
    Room after = new Room(null, room.lab.clock);
    after.has(other ? NEW : OLD);
    after.lab.state.cooldowns().restore(room.lab.state.cooldowns().drain());
    after.lab.state.limits().restore(room.lab.state.limits().drain());
    after.lab.state.limits().quotas().restore(room.lab.state.limits().quotas().drain());
    assertThat(after.lab.cooldown(A)).isEqualTo(other ? null : Duration.ofHours(700));
    assertThat(after.lab.enters(B)).isEqualTo(other);
    // the table is put right, too
    assertThat(after.lab.state.cooldowns().drain()).hasSize(other ? 1 : 0);
  }

  @Test
  void aLimitOfUnknownAccountIsKept() {
    room.reports(B, 0);
    SavedQuota saved = room.lab.state.limits().quotas().drain().getFirst();
    var unknown =
        new SavedQuota(
            saved.owner(),
            null,
            saved.quota(),
            saved.limit(),
            saved.limitSource(),
            saved.remaining(),
            saved.remainingSource(),
            saved.resetAtMs(),
            saved.counts());
    Room after = new Room(null, room.lab.clock);
    after.lab.state.limits().quotas().restore(List.of(unknown));
    assertThat(after.lab.state.limits()).isInstanceOf(InProcessQuotaLedger.class);
    assertThat(after.lab.enters(B)).isFalse();
  }

  @Test
  void allGatewaysForgetTheOldKeyAlsoOneThatStillHasIt() {
    String prefix = TestReplica.anyPrefix();
    assertThat(TestValkey.uri()).isNotNull();
    HandClock clock = new HandClock();
    TestReplica[] replicas = {TestReplica.at(prefix), TestReplica.at(prefix)};
    List<Room> rooms = Stream.of(replicas).map(replica -> new Room(replica, clock)).toList();
    Stream.of(replicas).forEach(TestReplica::start);
    Stream.of(replicas).forEach(replica -> replica.awaitReplicas(2));
    Room first = rooms.get(0);
    Room late = rooms.get(1);
    try {
      first.lab.refuses(A, Kind.QUOTA_EXHAUSTED, "700H");
      first.reports(B, 0);
      TestReplica.settle(replicas);
      assertThat(late.lab.cooldown(A)).isEqualTo(Duration.ofHours(700));
      assertThat(late.lab.enters(B)).isFalse();
      first.gets(NEW);
      // the other still asks with the old key and publishes what it was refused
      late.lab.refuses(A, Kind.QUOTA_EXHAUSTED, "700H");
      late.reports(B, OLD, 0);
      TestReplica.settle(replicas);
      assertThat(first.lab.cooldown(A)).isNull();
      assertThat(first.lab.state.limits().usedUp(B)).isNull();
      late.gets(NEW);
      TestReplica.settle(replicas);
      assertThat(rooms).allMatch(each -> each.lab.cooldown(A) == null);
      assertThat(rooms).allMatch(each -> each.lab.state.limits().usedUp(B) == null);
      // and both count anew for the new key
      first.reports(B, NEW, 0);
      TestReplica.settle(replicas);
      assertThat(rooms).allMatch(each -> each.lab.state.limits().usedUp(B) != null);
    } finally {
      rooms.forEach(each -> each.lab.close());
    }
  }

  /** The result of a health check that found a payment missing. */
  private record CheckCooldown(Lab lab) {
    void cooldown(Duration time) {
      var found = new HealthCheckCompleted(A, "payment_required", 5, "pay first", time);
      long now = lab.clock.millis();
      var cooldownCause = HealthCheckListener.cause(found, lab.keys);
      lab.state.cooldowns().coolDown(A, cooldownCause, now, now + time.toMillis());
    }
  }
}
