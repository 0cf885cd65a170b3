package sml.gateway.ops.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Entries on their way to a table, oldest first and bounded: the oldest go when it is too much. Of
 * entries with equal keys the newest counts. Anybody adds, one thread drains.
 */
final class Outbox<T> {
  private static final int BATCH = 200;

  private final int most;
  private final Function<T, Object> key;
  private final LinkedHashMap<Object, T> waiting = new LinkedHashMap<>();
  private Map<Object, T> writing = Map.of();
  private long dropped;

  private Outbox(int most, Function<T, Object> key) {
    this.most = most;
    this.key = key;
  }

  /** Every entry counts. */
  static <T> Outbox<T> ofEach(int most) {
    return new Outbox<>(most, one -> new Object());
  }

  /** The newest entry of each key counts. */
  static <T> Outbox<T> ofNewest(int most, Function<T, Object> key) {
    return new Outbox<>(most, key);
  }

  synchronized void add(T one) {
    waiting.putLast(key.apply(one), one);
    shrink();
  }

  /** The entry of this key that is not in the table yet. */
  synchronized @Nullable T find(Object wanted) {
    T newest = waiting.get(wanted);
    return newest == null ? writing.get(wanted) : newest;
  }

  /** What is not in the table yet, oldest first. */
  synchronized List<T> all() {
    List<T> all = new ArrayList<>(writing.values());
    all.addAll(waiting.values());
    return all;
  }

  synchronized int size() {
    return waiting.size() + writing.size();
  }

  synchronized long dropped() {
    return dropped;
  }

  /**
   * Writes what waits. An entry that the table refuses is dropped alone; when the database is away,
   * everything stays.
   *
   * @throws DataAccessException when the database is away
   */
  void drain(Consumer<List<T>> table) {
    for (int batch = size(); batch > 0; batch -= BATCH) {
      write(BATCH, table);
    }
  }

  private void write(int rows, Consumer<List<T>> table) {
    List<T> batch = take(rows);
    if (batch.isEmpty()) {
      return;
    }
    try {
      table.accept(batch);
      settle(0);
    } catch (RuntimeException failed) {
      if (away(failed)) {
        giveBack();
        throw failed;
      }
      isolate(batch.size(), table);
    }
  }

  private void isolate(int rows, Consumer<List<T>> table) {
    if (rows == 1) {
      settle(1);
      return;
    }
    giveBack();
    for (int row = 0; row < rows; row++) {
      write(1, table);
    }
  }

  private static boolean away(RuntimeException failed) {
    return failed instanceof DataAccessException
        && !(failed instanceof DataIntegrityViolationException);
  }

  private synchronized List<T> take(int rows) {
    Map<Object, T> batch = new LinkedHashMap<>();
    while (batch.size() < rows && !waiting.isEmpty()) {
      var oldest = waiting.pollFirstEntry();
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
      }
    }
    writing = Map.of();
    shrink();
  }

  private void shrink() {
    while (waiting.size() > most) {
      waiting.pollFirstEntry();
      dropped++;
    }
  }
}
