package sml.gateway.cache.semantic;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.cache.semantic.guard.ComparedQuestion;

/** The remembered answers, in memory and on their way to the table. */
@Component("semanticEntryChanges")
final class SemanticEntries {
  private final EntryTable table;
  private final PgVectorStore vectors;
  private final SemanticRows rows;
  private final Clock clock;

  /** What was learned of disputed questions; their answers are gone. */
  private final Cache<String, LearnedThreshold> disputed;

  SemanticEntries(
      SemanticSettings settings,
      EntryTable table,
      PgVectorStore vectors,
      SemanticRows rows,
      Clock clock) {
    this.table = table;
    this.vectors = vectors;
    this.rows = rows;
    this.clock = clock;
    this.disputed = Caffeine.newBuilder().maximumSize(settings.entries()).build();
  }

  boolean isEmpty() {
    return table.size() == 0;
  }

  boolean has(String partition) {
    return table.has(partition);
  }

  @Nullable SemanticEntry sameWords(LastQuestion asked, ComparedQuestion question) {
    var found = table.sameWords(asked.partition(), question.key());
    return found == null || found.question().saysTheSame(question) ? found : null;
  }

  /** Whether the database searches the vectors of this embedder. */
  boolean isIndexed(String model, int dimensions) {
    return vectors.has(model, dimensions);
  }

  /** The nearest of those that the database has; a call that may hang. */
  @Nullable Neighbour nearestStored(String partition, String model, float[] vector) {
    return neighbour(vectors.nearest(partition, model, vector));
  }

  /** The nearest of those in memory. */
  @Nullable Neighbour nearest(String partition, String model, float[] vector) {
    return neighbour(table.nearest(partition, model, vector));
  }

  private @Nullable Neighbour neighbour(VectorIndex.@Nullable Nearest nearest) {
    var entry = nearest == null ? null : table.get(nearest.id());
    return nearest == null || entry == null ? null : new Neighbour(entry, nearest.similarity());
  }

  /** Remembers an entry with what was learned of its question before. */
  void remember(SemanticEntry entry) {
    var before = table.sameWords(entry.partition(), entry.question().key());
    var learned = before == null ? disputed.getIfPresent(place(entry)) : before.threshold();
    var kept = learned == null ? entry : entry.with(learned);
    if (before != null && !before.id().equals(entry.id())) {
      rows.delete(before.id());
    }
    rows.write(kept);
    table.put(kept).forEach(rows::delete);
  }

  void served(String id) {
    written(table.change(id, entry -> entry.servedAt(clock.instant())));
  }

  void refusedAt(Neighbour near) {
    written(
        table.change(
            near.entry().id(),
            entry -> entry.with(entry.threshold().refusedAt(near.similarity()))));
  }

  private void written(@Nullable SemanticEntry changed) {
    if (changed != null) {
      rows.write(changed);
    }
  }

  /** Forgets an entry and remembers that it was wrong; false when there is none. */
  boolean dispute(String id) {
    var entry = table.get(id);
    if (entry == null) {
      return false;
    }
    disputed.put(place(entry), entry.threshold().disputedOnce());
    return remove(id);
  }

  private static String place(SemanticEntry entry) {
    return entry.partition() + ' ' + entry.question().key();
  }

  boolean remove(String id) {
    boolean removed = table.remove(id);
    if (removed) {
      rows.delete(id);
    }
    return removed;
  }

  /** Forgets what matches; the ids of it. */
  List<String> removeIf(Predicate<SemanticEntry> matches) {
    var ids = table.removeIf(matches);
    ids.forEach(rows::delete);
    return ids;
  }

  int size() {
    return table.size();
  }

  List<SemanticEntry> top(int most) {
    return table.top(most);
  }
}
