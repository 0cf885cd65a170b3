package sml.gateway.modelhealth;

import java.util.List;

/**
 * Saves the changes of one state to its table, each change once, and loads those of other replicas.
 * Not thread-safe.
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

  /** Loads the state from the table. */
  public void restore() {
    memory.restore(stateTable.load());
  }

  /**
   * Saves changes and loads those of others; an exception is passed on, and the same rows are saved
   * first the next time.
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
