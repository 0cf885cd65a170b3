package sml.gateway.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import sml.gateway.cache.semantic.guard.QuestionReader;
import sml.gateway.modelhealth.HandClock;
import sml.gateway.testkit.TestDatabase;

class SemanticCacheStoreTest {
  private final QuestionReader reader = new QuestionReader();
  private final HandClock clock = new HandClock();
  private final SemanticSettings settings = SampleQuestions.SETTINGS;
  private final DataSource database = TestDatabase.dataSource();
  private final SemanticCacheStore store =
      new SemanticCacheStore(JdbcClient.create(database), reader);

  private SemanticEntry entry(String id, String question, float... vector) {
    return new SemanticEntry(
        new LastQuestion("p", question),
        reader.read(question),
        vector.length == 0 ? "" : "m",
        vector.length == 0 ? null : vector,
        SampleQuestions.answer(id, "So.", clock.instant()),
        new LearnedThreshold(0.95, 3, 0),
        3,
        clock.instant());
  }

  private SemanticCacheWriter writer(EntryTable table, SemanticRows rows) {
    var vectors = SampleQuestions.vectors(database, clock);
    return new SemanticCacheWriter(
        settings, SampleQuestions.CACHES, table, rows, store, vectors, clock);
  }

  private EntryTable table() {
    return new EntryTable(settings.entries(), Duration.ofHours(1), clock);
  }

  @Test
  void anotherProcessReadsWhatOneWrote() {
    var rows = new SemanticRows(settings);
    rows.write(entry("one", "What is DNA?", 0.6f, 0.8f));
    rows.write(entry("two", "แมวกินอะไร"));
    rows.write(entry("gone", "What is RNA?"));
    writer(table(), rows).drain();
    rows.delete("gone");
    writer(table(), rows).drain();

    var other = table();
    writer(other, new SemanticRows(settings)).drain();
    assertThat(other.size()).isEqualTo(2);
    var one = Objects.requireNonNull(other.get("one"));
    assertThat(one.vector()).containsExactly(0.6f, 0.8f);
    assertThat(one.threshold()).isEqualTo(new LearnedThreshold(0.95, 3, 0));
    assertThat(one.answer().text()).isEqualTo("So.");
    assertThat(one.answer().finishReason()).isEqualTo("stop");
    assertThat(other.sameWords("p", reader.read("แมวกินอะไรครับ").key())).isNotNull();
  }

  @Test
  void whatIsTooOldIsDeletedWhileTheGatewayRuns() {
    var rows = new SemanticRows(settings);
    var table = table();
    var writer = writer(table, rows);
    rows.write(entry("one", "What is DNA?"));
    table.put(entry("one", "What is DNA?"));
    writer.drain();
    assertThat(stored()).containsExactly("one");
    clock.pass(Duration.ofHours(2));
    writer.drain();
    assertThat(stored()).isEmpty();
    assertThat(table.size()).isZero();
  }

  @Test
  void theTableHasNoMoreEntriesThanTheMemory() {
    var rows = new SemanticRows(settings);
    var table = new EntryTable(2, Duration.ofHours(1), clock);
    var vectors = SampleQuestions.vectors(database, clock);
    var entries = new SemanticEntries(settings, table, vectors, rows, clock);
    for (var id : List.of("one", "two", "three")) {
      entries.remember(entry(id, "What is " + id + " a name of?"));
    }
    writer(table, rows).drain();
    assertThat(stored()).containsExactlyInAnyOrder("two", "three");
  }

  private List<String> stored() {
    return store.load(Instant.EPOCH, 10).stream().map(SemanticEntry::id).toList();
  }
}
