package sml.gateway.modelhealth;

import java.util.List;

/** One table of this room. Every method can throw a Spring {@code DataAccessException}. */
public interface StateTable<R> {

  /** The rows an earlier process left. */
  List<R> load();

  /** Rows that any replica changed since the last call; all at the first call. */
  default List<R> changes() {
    return List.of();
  }

  /** Adds or replaces rows in the transaction of the caller, in one round trip per batch. */
  void save(List<R> rows);
}
