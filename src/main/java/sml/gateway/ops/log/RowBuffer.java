package sml.gateway.ops.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Vital;
import sml.gateway.ops.OpsSettings;

/**
 * Rows that are not in the database yet, oldest first, bounded by number and by memory. A batch
 * that is being written stays readable until the database has it.
 */
@Component("rowBuffer")
final class RowBuffer implements Vital {
  private final int mostRows;
  private final int mostLines;
  private final LinkedHashMap<String, Row> waiting = new LinkedHashMap<>();
  private List<Row> writing = List.of();
  private int lines;
  private long dropped;

  RowBuffer(OpsSettings settings) {
    this.mostRows = settings.bufferRows();
    this.mostLines = settings.bufferLines();
  }

  /** Adds a row; the oldest ones go when it is too much. */
  synchronized void add(Row row) {
    Row replaced = waiting.put(row.entry().requestId(), row);
    lines += row.story().lines() - (replaced == null ? 0 : replaced.story().lines());
    shrink();
  }

  /** Moves the oldest rows out for writing; {@link #written} or {@link #giveBack} must follow. */
  synchronized List<Row> take(int most) {
    List<Row> batch = new ArrayList<>(Math.min(most, waiting.size()));
    while (batch.size() < most && !waiting.isEmpty()) {
      Row row = waiting.pollFirstEntry().getValue();
      lines -= row.story().lines();
      batch.add(row);
    }
    writing = List.copyOf(batch);
    return writing;
  }

  /** The database has the rows that were taken. */
  synchronized void written() {
    writing = List.of();
  }

  /** The rows that were taken could not be written; they are the oldest again. */
  synchronized void giveBack() {
    for (Row row : writing.reversed()) {
      waiting.putFirst(row.entry().requestId(), row);
      lines += row.story().lines();
    }
    writing = List.of();
    shrink();
  }

  /** The rows that were taken will never be written. */
  synchronized void giveUp() {
    dropped += writing.size();
    writing = List.of();
  }

  synchronized @Nullable Row find(String requestId) {
    Row row = waiting.get(requestId);
    return row != null
        ? row
        : writing.stream()
            .filter(taken -> taken.entry().requestId().equals(requestId))
            .findFirst()
            .orElse(null);
  }

  /** All rows, newest first. */
  synchronized List<Row> rows() {
    List<Row> rows = new ArrayList<>(writing);
    rows.addAll(waiting.values());
    Collections.reverse(rows);
    return rows;
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  synchronized int size() {
    return waiting.size() + writing.size();
  }

  synchronized long dropped() {
    return dropped;
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public synchronized Reading read() {
    boolean full = 10L * size() > 9L * mostRows || 10L * lines > 9L * mostLines;
    return new Reading(
        Map.of("buffered", size(), "dropped", dropped),
        full ? "the request log cannot be written and its oldest rows are being dropped" : null);
  }

  private void shrink() {
    while (waiting.size() > 1 && (waiting.size() > mostRows || lines > mostLines)) {
      lines -= waiting.pollFirstEntry().getValue().story().lines();
      dropped++;
    }
  }
}
