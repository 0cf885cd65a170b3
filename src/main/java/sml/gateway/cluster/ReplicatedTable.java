package sml.gateway.cluster;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table in memory that every replica holds; each one publishes the rows it changes. */
public interface ReplicatedTable {

  /** A name of its own, in lower case. */
  String topic();

  /**
   * Applies a row or an event of another replica; one that is older than the own row changes
   * nothing.
   */
  void receive(String key, String text);

  /** The row of a key as it is published to others; null when there is none. */
  default @Nullable Note note(String key) {
    return null;
  }

  /** The keys of all rows that another replica should know. */
  default Collection<String> keys() {
    return List.of();
  }

  /** The connection to Valkey is up, for the first time or again; rows have been loaded. */
  default void reunited() {}

  /**
   * A row.
   *
   * @param stamp when it was decided, epoch milliseconds: of two rows of one key the later stays
   */
  record Note(long stamp, String text) {}
}
