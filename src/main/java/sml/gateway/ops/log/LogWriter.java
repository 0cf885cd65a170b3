package sml.gateway.ops.log;

import jakarta.annotation.PreDestroy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import sml.gateway.ops.OpsSettings;

/**
 * Writes waiting rows in batches, called by one timer and at last when the program ends. While the
 * database is away rows stay in the buffer.
 */
@Component("logWriter")
final class LogWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

  /** The table as the writer sees it. */
  @FunctionalInterface
  interface Table {
    void write(String rows);
  }

  private final RowBuffer buffer;
  private final Table table;
  private final int batchRows;
  private boolean failing;

  @Autowired
  LogWriter(RowBuffer buffer, LogStore store, OpsSettings settings) {
    this(buffer, store::write, settings);
  }

  LogWriter(RowBuffer buffer, Table table, OpsSettings settings) {
    this.buffer = buffer;
    this.table = table;
    this.batchRows = settings.batchRows();
  }

  /** Writes everything that waits; stops at the first sign that the database is away. */
  @PreDestroy
  public synchronized void drain() {
    while (!buffer.isEmpty() && write(batchRows)) {
      // one batch at a time
    }
  }

  /** True when writing can go on. */
  private boolean write(int most) {
    List<Row> batch = buffer.take(most);
    try {
      table.write(RowJson.columns(batch));
      buffer.written();
      heal();
      return true;
    } catch (DataIntegrityViolationException refused) {
      return isolate(batch.size(), refused);
    } catch (DataAccessException away) {
      buffer.giveBack();
      complain(away);
      return false;
    } catch (RuntimeException unexpected) {
      return isolate(batch.size(), unexpected);
    }
  }

  /** One row that the table refuses must not hold up the others: finds it and lets it go. */
  private boolean isolate(int rows, RuntimeException refused) {
    if (rows == 1) {
      buffer.giveUp();
      LOG.warn("event=log_row_refused cause={}", refused.getClass().getSimpleName());
      return true;
    }
    buffer.giveBack();
    for (int row = 0; row < rows; row++) {
      if (!write(1)) {
        return false;
      }
    }
    return true;
  }

  private void complain(DataAccessException away) {
    if (!failing) {
      LOG.warn(
          "event=log_waits buffered={} cause={}",
          buffer.size(),
          away.getMostSpecificCause().getMessage());
    }
    failing = true;
  }

  private void heal() {
    if (failing) {
      LOG.info("event=log_writes_again buffered={} dropped={}", buffer.size(), buffer.dropped());
    }
    failing = false;
  }
}
