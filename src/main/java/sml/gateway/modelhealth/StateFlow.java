package sml.gateway.modelhealth;

import java.util.List;

/**
 * Carries what changed in one memory to its table, each change once, and back what others have
 * changed there. Not thread-safe.
 */
final class StateFlow<R> {
  private final PersistedState<R> memory;
  private final StateTable<R> stateTable;
  private final FlushStore flushes;
  private long flow;
  private long number;
  private List<R> unsure = List.of();

  public StateFlow(PersistedState<R> memory, StateTable<R> stateTable, FlushStore flushes) {
    this.memory = memory;
    this.stateTable = stateTable;
    this.flushes = flushes;
  }

  /** Fills the memory from the table. */
  public void restore() {
    memory.restore(stateTable.load());
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
    List<R> changes = stateTable.changes();
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
    flushes.once(flow, number, () -> stateTable.save(unsure));
    unsure = List.of();
  }
}
