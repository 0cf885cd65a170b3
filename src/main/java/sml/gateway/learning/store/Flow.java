package sml.gateway.learning.store;

import java.util.List;
import sml.gateway.learning.memory.Persisted;

/**
 * Carries what changed in one memory to its table, each change once, and back what others have
 * changed there. Not thread-safe.
 */
public final class Flow<R> {
  private final Persisted<R> memory;
  private final Table<R> table;
  private final FlushStore flushes;
  private long flow;
  private long number;
  private List<R> unsure = List.of();

  public Flow(Persisted<R> memory, Table<R> table, FlushStore flushes) {
    this.memory = memory;
    this.table = table;
    this.flushes = flushes;
  }

  /** Fills the memory from the table. */
  public void restore() {
    memory.restore(table.load());
  }

  /**
   * Saves what changed and learns what others have; on trouble the exception is passed on, and the
   * rows in question come first the next time.
   */
  public void flush() {
    save();
    unsure = memory.drain();
    number++;
    save();
    List<R> changes = table.changes();
    if (!changes.isEmpty()) {
      memory.restore(changes);
    }
  }

  private void save() {
    if (unsure.isEmpty()) {
      return;
    }
    if (flow == 0) {
      flow = flushes.flow();
    }
    flushes.once(flow, number, () -> table.save(unsure));
    unsure = List.of();
  }
}
