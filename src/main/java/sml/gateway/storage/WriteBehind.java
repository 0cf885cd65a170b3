package sml.gateway.storage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * A buffer of entries that are written to a table later, in batches: bounded by number and weight,
 * oldest first; the oldest are dropped when it is full. Of entries with equal keys the newest
 * counts. A batch that is being written can be found until the table has it. Any thread may add,
 * one drains.
 */
public final class WriteBehind<T> {
  private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);

  private final int mostEntries;
  private final int mostWeight;
  private final Function<T, Object> key;
  private final ToIntFunction<T> weigher;
  private final LinkedHashMap<Object, T> waiting = new LinkedHashMap<>();
  private Map<Object, T> writing = Map.of();
  private int weight;
  private long dropped;

  /**
   * A buffer whose entries keep memory of different size.
   *
   * @param weigher of an entry always the same
   */
  public WriteBehind(
      int mostEntries, int mostWeight, Function<T, Object> key, ToIntFunction<T> weigher) {
    this.mostEntries = mostEntries;
    this.mostWeight = mostWeight;
    this.key = key;
    this.weigher = weigher;
  }

  /** Every entry counts. */
  public static <T> WriteBehind<T> ofEach(int mostEntries) {
    return ofNewest(mostEntries, entry -> new Object());
  }

  /** The newest entry of each key counts. */
  public static <T> WriteBehind<T> ofNewest(int mostEntries, Function<T, Object> key) {
    return new WriteBehind<>(mostEntries, Integer.MAX_VALUE, key, entry -> 1);
  }

  /** Adds an entry; the oldest ones are dropped when it is too much. */
  public synchronized void add(T entry) {
    T replaced = waiting.putLast(key.apply(entry), entry);
    weight += weigher.applyAsInt(entry) - (replaced == null ? 0 : weigher.applyAsInt(replaced));
    shrink();
  }

  /** The entry of this key that is not in the table yet. */
  public synchronized @Nullable T find(Object wanted) {
    T newest = waiting.get(wanted);
    return newest == null ? writing.get(wanted) : newest;
  }

  /** What is not in the table yet, oldest first. */
  public synchronized List<T> all() {
    List<T> all = new ArrayList<>(writing.values());
    all.addAll(waiting.values());
    return all;
  }

  public synchronized int size() {
    return waiting.size() + writing.size();
  }

  /** How many entries were lost: to the bound, or refused by the table. */
  public synchronized long dropped() {
    return dropped;
  }

  /** True when less than a tenth of it is free. */
  public synchronized boolean isNearlyFull() {
    return 10L * size() > 9L * mostEntries || 10L * weight > 9L * mostWeight;
  }

  /**
   * Writes what waits. An entry that the table refuses is dropped alone; when the database is away,
   * everything stays.
   *
   * @throws DataAccessException when the database is away
   */
  public void drain(int batchSize, Consumer<List<T>> table) {
    while (write(batchSize, table)) {
      // one batch at a time
    }
  }

  /** False when nothing waits. */
  private boolean write(int entries, Consumer<List<T>> table) {
    List<T> batch = take(entries);
    if (batch.isEmpty()) {
      return false;
    }
    try {
      table.accept(batch);
      settle(0);
    } catch (RuntimeException failed) {
      if (isAway(failed)) {
        giveBack();
        throw failed;
      }
      isolate(batch.size(), failed, table);
    }
    return true;
  }

  private void isolate(int entries, RuntimeException refused, Consumer<List<T>> table) {
    if (entries == 1) {
      settle(1);
      LOG.warn("event=row_refused cause={}", refused.getClass().getSimpleName());
      return;
    }
    giveBack();
    for (int entry = 0; entry < entries; entry++) {
      write(1, table);
    }
  }

  private static boolean isAway(RuntimeException failed) {
    return failed instanceof DataAccessException
        && !(failed instanceof DataIntegrityViolationException);
  }

  private synchronized List<T> take(int entries) {
    Map<Object, T> batch = new LinkedHashMap<>();
    while (batch.size() < entries && !waiting.isEmpty()) {
      var oldest = waiting.pollFirstEntry();
      weight -= weigher.applyAsInt(oldest.getValue());
      batch.put(oldest.getKey(), oldest.getValue());
    }
    writing = batch;
    return List.copyOf(batch.values());
  }

  private synchronized void settle(int lost) {
    writing = Map.of();
    dropped += lost;
  }

  private synchronized void giveBack() {
    for (var entry : new ArrayList<>(writing.entrySet()).reversed()) {
      if (!waiting.containsKey(entry.getKey())) {
        waiting.putFirst(entry.getKey(), entry.getValue());
        weight += weigher.applyAsInt(entry.getValue());
      }
    }
    writing = Map.of();
    shrink();
  }

  private void shrink() {
    while (waiting.size() > 1 && (waiting.size() > mostEntries || weight > mostWeight)) {
      weight -= weigher.applyAsInt(waiting.pollFirstEntry().getValue());
      dropped++;
    }
  }
}
