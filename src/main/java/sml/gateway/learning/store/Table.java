package sml.gateway.learning.store;

import java.util.List;

/** One table of this room. Both throw a Spring {@code DataAccessException} on trouble. */
public interface Table<R> {

  /** The rows an earlier process left. */
  List<R> load();

  /** Inserts or replaces rows, in one round trip per batch and one transaction. */
  void save(List<R> rows);
}
