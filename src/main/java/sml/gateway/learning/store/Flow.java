package sml.gateway.learning.store;

import java.util.List;
import sml.gateway.learning.memory.Persisted;

/** Carries what changed in one memory to its table, and back what others have changed there. */
public final class Flow<R> {
  private final Persisted<R> memory;
  private final Table<R> table;

  public Flow(Persisted<R> memory, Table<R> table) {
    this.memory = memory;
    this.table = table;
  }

  /** Fills the memory from the table. */
  public void restore() {
    memory.restore(table.load());
  }

  /**
   * Saves what changed and learns what others have; on trouble the rows stay changed and the
   * exception is passed on.
   */
  public void flush() {
    List<R> rows = memory.drain();
    if (!rows.isEmpty()) {
      save(rows);
    }
    List<R> changes = table.changes();
    if (!changes.isEmpty()) {
      memory.restore(changes);
    }
  }

  private void save(List<R> rows) {
    try {
      table.save(rows);
    } catch (RuntimeException trouble) {
      memory.giveBack(rows);
      throw trouble;
    }
  }
}
