package sml.gateway.cache.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sml.gateway.cache.exact.CacheTestKit.NOW;
import static sml.gateway.cache.exact.CacheTestKit.budget;
import static sml.gateway.cache.exact.CacheTestKit.key;
import static sml.gateway.cache.exact.CacheTestKit.remembered;
import static sml.gateway.cache.exact.CacheTestKit.settings;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;
import sml.gateway.cache.CacheTier.Entry;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.cache.LookupBudget;
import sml.gateway.chat.ModelFoundBad;
import sml.gateway.chat.Usage;
import sml.gateway.cluster.SharedValues;
import sml.gateway.cluster.TestReplica;
import sml.gateway.modelhealth.HandClock;

/** Both memories keep the same contract: the one of this process, and the one in Valkey. */
class AnswerMemoryTest {
  private static final Duration TTL = Duration.ofHours(1);

  private final HandClock clock = new HandClock(CacheTestKit.NOW);

  enum Kind {
    LOCAL,
    SHARED
  }

  private interface Check {
    void run(AnswerMemory memory);
  }

  private void check(Kind kind, Check check) {
    var local = new LocalAnswers(settings(10, DataSize.ofKilobytes(64)), clock);
    switch (kind) {
      case LOCAL -> check.run(local);
      case SHARED -> {
        try (TestReplica replica = TestReplica.at(TestReplica.anyPrefix()).start()) {
          check.run(new SharedAnswers(local, replica.values(), TTL));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasPutIsThereUntilItIsRemoved(Kind kind) {
    check(
        kind,
        memory -> {
          assertThat(memory.get(key(1), budget())).isNull();
          memory.put(key(1), remembered(key(1), "แมว 🐈 \"cat\"", NOW));
          assertThat(Objects.requireNonNull(memory.get(key(1), budget())).text())
              .isEqualTo("แมว 🐈 \"cat\"");
          assertThat(memory.get(key(2), budget())).isNull();
          assertThat(memory.size()).isOne();

          memory.remove(key(1));

          assertThat(memory.get(key(1), budget())).isNull();
        });
  }

  @ParameterizedTest
  @EnumSource
  void aLaterAnswerTakesThePlaceOfAnEarlierOne(Kind kind) {
    check(
        kind,
        memory -> {
          memory.put(key(1), remembered(key(1), "first", NOW));
          memory.put(key(1), remembered(key(1), "second", NOW));
          assertThat(Objects.requireNonNull(memory.get(key(1), budget())).text())
              .isEqualTo("second");
        });
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerExpires(Kind kind) {
    check(
        kind,
        memory -> {
          memory.put(key(1), remembered(key(1), "old", NOW));
          clock.pass(TTL.minusMillis(1));
          assertThat(memory.get(key(1), budget())).isNotNull();
          clock.pass(Duration.ofMillis(1));
          assertThat(memory.get(key(1), budget())).isNull();
        });
  }

  @ParameterizedTest
  @EnumSource
  void theOnesAskedForMostComeFirst(Kind kind) {
    check(
        kind,
        memory -> {
          memory.put(key(1), remembered(key(1), "a", NOW));
          memory.put(key(2), remembered(key(2), "b", NOW));
          Stream.of(2, 2, 1)
              .forEach(number -> assertThat(memory.get(key(number), budget())).isNotNull());
          assertThat(memory.top(2)).extracting(Entry::hits).containsExactly(2L, 1L);
          assertThat(memory.top(1)).extracting(each -> each.answer().text()).containsExactly("b");
        });
  }

  @Test
  void noMoreThanTheNumberOfEntriesIsKept() {
    check(
        Kind.LOCAL,
        memory -> {
          for (int i = 0; i < 100; i++) {
            memory.put(key(i), remembered(key(i), "text", NOW));
          }
          assertThat(memory.size()).isPositive().isLessThanOrEqualTo(10);
        });
  }

  @Test
  void anotherReplicaHasTheAnswerToo() {
    String prefix = TestReplica.anyPrefix();
    try (TestReplica one = TestReplica.at(prefix).start();
        TestReplica other = TestReplica.at(prefix).start()) {
      AnswerMemory here = shared(one, clock);
      AnswerMemory there = shared(other, clock);
      CachedAnswer plain = remembered(key(1), "text", NOW);
      here.put(
          key(1),
          new CachedAnswer(
              plain.id(),
              plain.model(),
              plain.json(),
              new Usage(1, 2, 3),
              plain.text(),
              plain.finishReason(),
              plain.query(),
              plain.storedAt()));

      await().until(() -> there.get(key(1), budget()) != null);
      CachedAnswer found = Objects.requireNonNull(there.get(key(1), budget()));

      assertThat(found).usingRecursiveComparison().isEqualTo(here.get(key(1), budget()));
    }
  }

  @Test
  void whatOneReplicaForgetsNoReplicaServes() {
    String prefix = TestReplica.anyPrefix();
    try (TestReplica one = TestReplica.at(prefix);
        TestReplica other = TestReplica.at(prefix)) {
      ExactCache here = cache(one);
      ExactCache there = cache(other);
      one.start();
      other.start();
      here.remember(key(1), remembered(key(1), "text", NOW));
      there.remember(key(2), remembered(key(2), "text", NOW));
      await().until(() -> there.find(key(1), budget()).found() != null);

      assertThat(here.dispute(key(1).hash())).isTrue();
      here.on(new ModelFoundBad(CacheTestKit.MODEL, "it failed"));

      await().until(() -> there.find(key(1), budget()).found() == null);
      await().until(() -> there.find(key(2), budget()).found() == null);
    }
  }

  @Test
  void aValkeyThatIsAwayIsAMiss() {
    try (TestReplica replica =
        TestReplica.at("redis://127.0.0.1:1", TestReplica.anyPrefix()).startAway()) {
      AnswerMemory memory = shared(replica, clock);
      memory.put(key(1), remembered(key(1), "here", NOW));

      assertThat(memory.get(key(2), budget())).isNull();
      assertThat(memory.get(key(1), budget())).isNotNull();
      memory.remove(key(1));
      assertThat(memory.get(key(1), budget())).isNull();
    }
  }

  @Test
  void valkeyIsWaitedForAsLongAsTheRequestHasTime() {
    var waits = new ArrayList<Duration>();
    var memory =
        new SharedAnswers(
            new LocalAnswers(CacheTestKit.SETTINGS, clock), new SlowValues(waits, clock), TTL);
    var budget = new LookupBudget(SlowValues.EACH.plusMillis(10), clock);

    assertThat(memory.get(key(1), budget)).isNull();
    assertThat(memory.get(key(1), budget)).isNull();
    assertThat(memory.get(key(1), budget)).isNull();

    assertThat(waits)
        .containsExactly(SlowValues.EACH.plusMillis(10), Duration.ofMillis(10), Duration.ZERO);
  }

  /** A store that takes its time and has nothing. */
  private record SlowValues(List<Duration> waits, HandClock clock) implements SharedValues {
    static final Duration EACH = Duration.ofMillis(30);

    @Override
    public @Nullable String get(String key, Duration most) {
      waits.add(most);
      clock.pass(EACH);
      return null;
    }

    @Override
    public void put(String key, String text, Duration ttl) {}

    @Override
    public void remove(String key) {}
  }

  private ExactCache cache(TestReplica replica) {
    return new ExactCache(
        new RequestKeys(CacheTestKit.SETTINGS),
        shared(replica, clock),
        new Invalidations(replica.cluster(), CacheTestKit.SETTINGS, clock),
        CacheTestKit.SETTINGS,
        clock);
  }

  private static AnswerMemory shared(TestReplica replica, Clock clock) {
    return new SharedAnswers(new LocalAnswers(CacheTestKit.SETTINGS, clock), replica.values(), TTL);
  }
}
