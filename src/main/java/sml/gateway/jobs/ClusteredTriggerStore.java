package sml.gateway.jobs;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.quartz.JobPersistenceException;
import org.quartz.impl.jdbcjobstore.InvalidConfigurationException;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.impl.jdbcjobstore.SchedulerStateRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * The clustered job store of Quartz on our connections. While the database is away it says so once
 * and not every few seconds; Quartz itself goes on when it is back.
 */
final class ClusteredTriggerStore extends JobStoreTX {
  // the class's own one is Quartz's here
  private static final Logger LOG = LoggerFactory.getLogger(QuartzStore.class);
  private static final int LIVES = 3;

  private final DataSource source;
  private final Clock clock;
  private volatile boolean away;
  private volatile boolean ended;

  /**
   * @param checkIn pause between two heartbeats
   */
  ClusteredTriggerStore(DataSource source, Clock clock, Duration checkIn)
      throws InvalidConfigurationException {
    this.source = source;
    this.clock = clock;
    setDataSource("storage");
    setDriverDelegateClass(PostgreSQLDelegate.class.getName());
    setTablePrefix("qrtz_");
    setUseProperties("true");
    setIsClustered(true);
    setClusterCheckinInterval(checkIn.toMillis());
    setDbRetryInterval(checkIn.toMillis());
    setMakeThreadsDaemons(true);
  }

  @Override
  protected Connection getConnection() throws JobPersistenceException {
    try {
      Connection connection = getAttributeRestoringConnection(source.getConnection());
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException trouble) {
      throw new JobPersistenceException("no connection: " + trouble.getMessage(), trouble);
    }
  }

  @Override
  protected boolean doCheckin() throws JobPersistenceException {
    try {
      boolean recovered = super.doCheckin();
      answered();
      return recovered;
    } catch (JobPersistenceException trouble) {
      failed(trouble);
      throw trouble;
    }
  }

  @Override
  protected RecoverMisfiredJobsResult doRecoverMisfires() throws JobPersistenceException {
    try {
      RecoverMisfiredJobsResult result = super.doRecoverMisfires();
      answered();
      return result;
    } catch (JobPersistenceException trouble) {
      failed(trouble);
      throw trouble;
    }
  }

  // as Quartz does, but with a grace that goes with the pause and not 7.5 s for all
  @Override
  protected long calcFailedIfAfter(SchedulerStateRecord other) {
    long sinceOwn = clock.millis() - lastCheckin;
    return other.getCheckinTimestamp()
        + Math.max(other.getCheckinInterval(), sinceOwn)
        + (LIVES - 1) * other.getCheckinInterval();
  }

  @Override
  protected Logger getLog() {
    return away || ended ? NOPLogger.NOP_LOGGER : super.getLog();
  }

  // Quartz would also close the connection pool, which is not its own, and says that it cannot
  @Override
  public void shutdown() {
    ended = true;
    super.shutdown();
  }

  private void answered() {
    if (away) {
      LOG.info("event=jobs_go_on");
    }
    away = false;
  }

  private void failed(JobPersistenceException trouble) {
    if (!away) {
      LOG.warn("event=jobs_wait cause={}", trouble.getMessage());
    }
    away = true;
  }
}
