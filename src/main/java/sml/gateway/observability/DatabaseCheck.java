package sml.gateway.observability;

import jakarta.annotation.PostConstruct;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Checks the database in the background every few seconds, so that the health never waits for it.
 */
@Component("databaseCheck")
class DatabaseCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseCheck.class);
  private static final long SILENCE_MS = 2_000;
  private static final long SLOW_MS = 100;
  private static final int OFTEN = 3;

  private final Runnable ping;
  private final Clock clock;
  private volatile Seen last = new Seen(false, null);
  private volatile long askedAt;
  private volatile int slowInARow;

  /**
   * The result of the last check.
   *
   * @param latencyMs how long the answer took, null when none came
   */
  record Seen(boolean ok, @Nullable Long latencyMs) {}

  @Autowired
  DatabaseCheck(StatusStore store, Clock clock) {
    this(store::ping, clock);
  }

  DatabaseCheck(Runnable ping, Clock clock) {
    this.ping = ping;
    this.clock = clock;
  }

  /** Runs a query against the database and records how long it took. */
  @PostConstruct
  public synchronized void look() {
    long from = clock.millis();
    askedAt = from;
    boolean before = last.ok();
    try {
      ping.run();
      long took = clock.millis() - from;
      // one that already counted as away must not look healthy until the next check
      int more = took > SILENCE_MS ? OFTEN : 1;
      slowInARow = took > SLOW_MS ? Math.min(OFTEN, slowInARow + more) : 0;
      last = new Seen(true, took);
      if (!before) {
        LOG.info("event=database_answers");
      }
    } catch (DataAccessException away) {
      last = new Seen(false, null);
      if (before) {
        LOG.warn("event=database_away cause={}", away.getMostSpecificCause().getMessage());
      }
    } finally {
      askedAt = 0;
    }
  }

  /** The last check; a failure when the current one has been waiting for too long. */
  Seen seen() {
    long asked = askedAt;
    return asked != 0 && clock.millis() - asked > SILENCE_MS ? new Seen(false, null) : last;
  }

  /** True when several checks in a row took long, or one took very long. */
  boolean slow() {
    return slowInARow == OFTEN;
  }
}
