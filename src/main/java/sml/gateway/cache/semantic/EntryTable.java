package sml.gateway.cache.semantic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sml.gateway.cache.embedding.Embedding;

/**
 * The entries in memory: a bounded number, those least recently used are forgotten first. Searches
 * every vector of a partition, which is exact.
 */
final class EntryTable implements VectorIndex {
  private final int most;
  private final Duration ttl;
  private final Clock clock;
  private final LinkedHashMap<String, SemanticEntry> byId = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Partition> partitions = new HashMap<>();
  private volatile @Nullable VectorKind lastVector;

  EntryTable(int most, Duration ttl, Clock clock) {
    this.most = most;
    this.ttl = ttl;
    this.clock = clock;
  }

  /** The entries of a partition; the list is made anew after a change, when it is searched. */
  private static final class Partition {
    private final Map<String, String> idByKey = new HashMap<>();
    private final LinkedHashMap<String, SemanticEntry> entries = new LinkedHashMap<>();
    private @Nullable List<SemanticEntry> searched;
  }

  /**
   * Remembers an entry in place of one with its id, or with the same question.
   *
   * @return ids of those that were forgotten for want of room
   */
  synchronized List<String> put(SemanticEntry entry) {
    remove(entry.id());
    var partition = partitions.computeIfAbsent(entry.partition(), none -> new Partition());
    var same = partition.idByKey.get(entry.question().key());
    if (same != null) {
      remove(same);
      partition = partitions.computeIfAbsent(entry.partition(), none -> new Partition());
    }
    byId.put(entry.id(), entry);
    partition.idByKey.put(entry.question().key(), entry.id());
    partition.entries.put(entry.id(), entry);
    partition.searched = null;
    var vector = entry.vector();
    if (vector != null) {
      lastVector = new VectorKind(entry.model(), vector.length);
    }
    var forgotten = new ArrayList<String>();
    while (byId.size() > most) {
      forgotten.add(byId.firstEntry().getKey());
      remove(forgotten.getLast());
    }
    return forgotten;
  }

  /** Remembers an entry of the table, unless a newer one came meanwhile. */
  synchronized void putUnlessThere(SemanticEntry entry) {
    if (!byId.containsKey(entry.id())
        && sameWords(entry.partition(), entry.question().key()) == null) {
      put(entry);
    }
  }

  /** Whether a partition has entries. */
  synchronized boolean has(String partition) {
    return partitions.containsKey(partition);
  }

  /** The entry of an id, unless it is too old. */
  synchronized @Nullable SemanticEntry get(String id) {
    var entry = byId.get(id);
    if (entry == null || !isOld(entry)) {
      return entry;
    }
    remove(id);
    return null;
  }

  /** The entry whose question says the same. */
  synchronized @Nullable SemanticEntry sameWords(String partition, String key) {
    var in = partitions.get(partition);
    var id = in == null ? null : in.idByKey.get(key);
    return id == null ? null : get(id);
  }

  /** Changes an entry that is still there; the changed one, else null. */
  synchronized @Nullable SemanticEntry change(String id, UnaryOperator<SemanticEntry> change) {
    var entry = byId.get(id);
    if (entry == null) {
      return null;
    }
    var changed = change.apply(entry);
    var partition = partitions.get(entry.partition());
    if (partition != null) {
      partition.entries.replace(id, changed);
      partition.searched = null;
    }
    byId.put(id, changed);
    return changed;
  }

  /** Forgets an entry; false when there is none. */
  synchronized boolean remove(String id) {
    var entry = byId.remove(id);
    if (entry == null) {
      return false;
    }
    var partition = partitions.get(entry.partition());
    if (partition != null) {
      partition.idByKey.remove(entry.question().key(), id);
      partition.entries.remove(id);
      partition.searched = null;
      if (partition.entries.isEmpty()) {
        partitions.remove(entry.partition());
      }
    }
    return true;
  }

  /** Forgets what matches; the ids of it. */
  synchronized List<String> removeIf(Predicate<SemanticEntry> matches) {
    var ids = byId.values().stream().filter(matches).map(SemanticEntry::id).toList();
    ids.forEach(this::remove);
    return ids;
  }

  /** Forgets what is too old. */
  void removeOld() {
    removeIf(this::isOld);
  }

  /** The embedder of a vector. */
  record VectorKind(String model, int dimensions) {}

  /** Of the vector that was made last, null when there is none. */
  @Nullable VectorKind anyVector() {
    return lastVector;
  }

  synchronized int size() {
    return byId.size();
  }

  /** The entries served most often. */
  synchronized List<SemanticEntry> top(int most) {
    return byId.values().stream()
        .sorted(Comparator.comparingLong(SemanticEntry::hits).reversed())
        .limit(most)
        .toList();
  }

  @Override
  public @Nullable Nearest nearest(String partition, String model, float[] vector) {
    SemanticEntry best = null;
    double bestCosine = -2;
    for (var entry : searched(partition)) {
      var other = entry.vector();
      if (other != null && other.length == vector.length && entry.model().equals(model)) {
        double cosine = Embedding.cosine(vector, other);
        if (cosine > bestCosine && !isOld(entry)) {
          best = entry;
          bestCosine = cosine;
        }
      }
    }
    return best == null ? null : new Nearest(best.id(), bestCosine);
  }

  private synchronized List<SemanticEntry> searched(String partition) {
    var in = partitions.get(partition);
    if (in == null) {
      return List.of();
    }
    var list = in.searched;
    if (list == null) {
      list = new ArrayList<>(in.entries.values());
      in.searched = list;
    }
    return list;
  }

  private boolean isOld(SemanticEntry entry) {
    return entry.answer().storedAt().isBefore(oldest());
  }

  /** What was remembered before is forgotten. */
  Instant oldest() {
    return clock.instant().minus(ttl);
  }
}
