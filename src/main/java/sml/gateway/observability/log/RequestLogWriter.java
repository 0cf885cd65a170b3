package sml.gateway.observability.log;

import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Writes waiting rows in batches, called by one timer and at last when the program ends. While the
 * database is away rows stay in the buffer.
 */
@Component("requestLogWriter")
final class RequestLogWriter {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLogWriter.class);

  /** The table as the writer sees it. */
  @FunctionalInterface
  interface Table {
    void write(String rows);
  }

  private final RequestRowBuffer buffer;
  private final Table table;
  private boolean failing;

  @Autowired
  RequestLogWriter(RequestRowBuffer buffer, RequestLogStore store) {
    this(buffer, store::write);
  }

  RequestLogWriter(RequestRowBuffer buffer, Table table) {
    this.buffer = buffer;
    this.table = table;
  }

  /** Writes everything that waits; stops at the first sign that the database is away. */
  @PreDestroy
  public synchronized void drain() {
    try {
      buffer.drain(rows -> table.write(RequestRowJson.columns(rows)));
      if (failing) {
        LOG.info("event=log_writes_again buffered={} dropped={}", buffer.size(), buffer.dropped());
      }
      failing = false;
    } catch (DataAccessException away) {
      if (!failing) {
        LOG.warn(
            "event=log_waits buffered={} cause={}",
            buffer.size(),
            away.getMostSpecificCause().getMessage());
      }
      failing = true;
    }
  }
}
