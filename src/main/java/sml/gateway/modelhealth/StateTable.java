package sml.gateway.modelhealth;

import java.util.List;

/** One table of this room. All throw a Spring {@code DataAccessException} on trouble. */
public interface StateTable<R> {

  /** The rows an earlier process left. */
  List<R> load();

  /** Rows that changed since this was called last, by whomever; all when it never was. */
  default List<R> changes() {
    return List.of();
  }

  /** Adds or replaces rows in the transaction of the caller, in one round trip per batch. */
  void save(List<R> rows);
}
