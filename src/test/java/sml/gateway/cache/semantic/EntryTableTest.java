package sml.gateway.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import sml.gateway.modelhealth.HandClock;

class EntryTableTest {
  private final HandClock clock = new HandClock();
  private final EntryTable table = new EntryTable(3, Duration.ofHours(1), clock);

  private SemanticEntry entry(String id, String partition, String model, float... vector) {
    return SampleQuestions.entry(clock.instant(), id, partition, model, vector);
  }

  @Test
  void forgetsTheLeastRecentlyUsed() {
    table.put(entry("one", "p", "m", 1, 0));
    table.put(entry("two", "p", "m", 1, 1));
    table.put(entry("three", "p", "m", 0, 1));
    assertThat(table.get("one")).isNotNull();
    assertThat(table.put(entry("four", "p", "m", 1, 2))).containsExactly("two");
    assertThat(table.get("two")).isNull();
    assertThat(table.get("one")).isNotNull();
    assertThat(table.size()).isEqualTo(3);
  }

  @Test
  void keepsTheNewestOfAQuestion() {
    table.put(entry("one", "p", "m", 1, 0));
    var again = entry("one", "p", "m", 1, 0);
    var newer = SampleQuestions.answer("newer", "newer", clock.instant());
    table.put(
        new SemanticEntry(
            again.asked(),
            again.question(),
            "m",
            again.vector(),
            newer,
            again.threshold(),
            0,
            clock.instant()));
    var found = Objects.requireNonNull(table.sameWords("p", again.question().key()));
    assertThat(found.id()).isEqualTo("newer");
    assertThat(table.size()).isEqualTo(1);
  }
}
