package sml.gateway.storage;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits at the start until the database takes connections. */
final class DatabaseWait {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWait.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(10);

  private DatabaseWait() {}

  /**
   * Returns when a connection was made.
   *
   * @throws DatabaseUnavailable when it refuses us, or does not answer within {@code timeout}
   */
  static void await(DatabaseUrl url, Properties properties, Duration timeout) {
    long from = System.nanoTime();
    long said = from - BETWEEN_WORDS.toNanos();
    while (true) {
      try {
        DriverManager.getConnection(url.jdbcUrl(), properties).close();
        return;
      } catch (SQLException failed) {
        long now = System.nanoTime();
        if (!mayPass(failed) || now - from > timeout.toNanos()) {
          throw unavailable(url, failed);
        }
        if (now - said >= BETWEEN_WORDS.toNanos()) {
          LOG.warn("event=waiting_for_database at={} cause={}", url, failed.getMessage());
          said = now;
        }
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw unavailable(url, new SQLException("interrupted"));
      }
    }
  }

  // cannot be reached (08), is starting or stopping (57), takes no more connections (53)
  private static boolean mayPass(SQLException failed) {
    String state = failed.getSQLState();
    return state == null
        || state.startsWith("08")
        || state.startsWith("57")
        || state.startsWith("53");
  }

  private static DatabaseUnavailable unavailable(DatabaseUrl url, SQLException cause) {
    return new DatabaseUnavailable(
        "The database at %s cannot be used: %s".formatted(url, cause.getMessage()),
        "Start that PostgreSQL or correct DATABASE_URL; without DATABASE_URL the embedded one is"
            + " used.",
        cause);
  }
}
