package sml.gateway.cache;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the caches, as operators see and change it. */
public interface CacheTier {

  /** Its name: {@code exact} or {@code semantic}. */
  String name();

  /** How many answers it remembers. */
  long size();

  /** The entries that were served most often, and how often. */
  List<Entry> top(int most);

  /** Forgets an entry; false when there is none of this id. */
  boolean remove(String id);

  /**
   * Forgets the entries of a partition: those that differ in their last question only.
   *
   * @return their ids; empty also where entries belong to none
   */
  default Collection<String> removePartition(String partition) {
    return List.of();
  }

  /** Forgets an entry and does not remember its request again for a while. */
  boolean dispute(String id);

  /** Forgets everything. */
  void clear();

  /**
   * A remembered answer.
   *
   * @param partition null where entries belong to none
   * @param hits how often it was served
   */
  record Entry(CachedAnswer answer, @Nullable String partition, long hits, Instant lastUsedAt) {}
}
