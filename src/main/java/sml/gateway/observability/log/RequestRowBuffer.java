package sml.gateway.observability.log;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ComponentHealth;
import sml.gateway.observability.ObservabilitySettings;
import sml.gateway.storage.WriteBehind;

/** Rows that are not in the database yet, bounded by number and by entries of their traces. */
@Component("requestRowBuffer")
final class RequestRowBuffer implements ComponentHealth {
  private final WriteBehind<RequestRow> rows;
  private final int batchRows;

  RequestRowBuffer(ObservabilitySettings settings) {
    this.batchRows = settings.batchRows();
    this.rows =
        new WriteBehind<>(
            settings.bufferRows(),
            settings.bufferLines(),
            requestRow -> requestRow.entry().requestId(),
            requestRow -> requestRow.story().entries());
  }

  /** Adds a row; the oldest ones are dropped when it is too much. */
  void add(RequestRow requestRow) {
    rows.add(requestRow);
  }

  /** Writes what waits, see {@link WriteBehind#drain}. */
  void drain(Consumer<List<RequestRow>> table) {
    rows.drain(batchRows, table);
  }

  @Nullable RequestRow find(String requestId) {
    return rows.find(requestId);
  }

  /** All rows, newest first. */
  List<RequestRow> rows() {
    return rows.all().reversed();
  }

  boolean isEmpty() {
    return rows.size() == 0;
  }

  int size() {
    return rows.size();
  }

  long dropped() {
    return rows.dropped();
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public Reading read() {
    return new Reading(
        Map.of("buffered", size(), "dropped", dropped()),
        rows.isNearlyFull()
            ? "the request log cannot be written and its oldest rows are being dropped"
            : null);
  }
}
