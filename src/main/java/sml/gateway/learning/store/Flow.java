package sml.gateway.learning.store;

import java.util.List;
import org.springframework.dao.DataAccessException;
import sml.gateway.learning.memory.Persisted;

/** Carries what changed in one memory to its table, and back at the start. */
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

  /** Saves what changed; on trouble the rows stay changed and the exception is passed on. */
  public void flush() {
    List<R> rows = memory.drain();
    if (rows.isEmpty()) {
      return;
    }
    try {
      table.save(rows);
    } catch (DataAccessException trouble) {
      memory.giveBack(rows);
      throw trouble;
    }
  }
}
