package sml.gateway.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The one run of the cluster: an advisory lock held by a connection of its own, which the database
 * lets go when its process dies, and its state in {@code worker_state}.
 */
@Component("cycleRunStore")
public class CycleRunStore {
  /** Key of the reason why a further run is wanted; empty when none is. */
  static final String WANTED = "run_wanted";

  private static final Logger LOG = LoggerFactory.getLogger(CycleRunStore.class);
  private static final Executor HERE = Runnable::run;
  private static final int TIMEOUT_SECONDS = 2;
  private static final int SILENCE_MS = 5_000;

  // "sml", "work"
  private static final String LOCK = "(7564652, 2003792491)";

  private static final String HELD =
      """
      select exists (
        select 1 from pg_locks
        where locktype = 'advisory' and granted and objsubid = 2
          and classid = 7564652 and objid = 2003792491
          and database = (select oid from pg_database where datname = current_database()))
      """;

  private static final String WRITE =
      """
      insert into worker_state (key, value, updated_at) values (?, ?, now())
      on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at
      """;

  // of this run only
  private static final String PROGRESS =
      """
      select done, total, started_done,
        (extract(epoch from updated_at - started_at) * 1000)::bigint as took_ms
      from work_progress p
      where step = :step and exists (
        select 1 from worker_state s
        where s.key = 'last_run' and s.value <> '' and p.updated_at >= s.value::timestamptz)
      """;

  private final DataSource source;
  private final JdbcClient db;

  /** What the tables say of the run. */
  record Said(Map<String, String> state, boolean held) {
    /** True when a run has begun and its runner has stopped. */
    boolean orphaned() {
      return "running".equals(state.get("status")) && !held;
    }

    /** True when a run is wanted and none is under way. */
    boolean wanted() {
      return !held && !state.getOrDefault(WANTED, "").isEmpty();
    }

    /** True in a new database. */
    boolean neverRun() {
      return !held && !state.containsKey("status");
    }
  }

  public CycleRunStore(DataSource source) {
    this.source = source;
    var template = new JdbcTemplate(source);
    template.setQueryTimeout(TIMEOUT_SECONDS);
    this.db = JdbcClient.create(template);
  }

  /** Fails with a {@code DataAccessException} while the database is away. */
  Said said() {
    boolean held = db.sql(HELD).query(Boolean.class).single();
    Map<String, String> state =
        db
            .sql("select key, value from worker_state where value is not null")
            .query((row, n) -> Map.entry(row.getString("key"), row.getString("value")))
            .list()
            .stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    return new Said(state, held);
  }

  /** The status of the workers; fails with a {@code DataAccessException} like every method here. */
  public WorkerStatus worker() {
    Said said = said();
    return WorkerStatus.of(said, progress(said.state().getOrDefault("step", "")));
  }

  private @Nullable StepProgress progress(String step) {
    return db.sql(PROGRESS)
        .param("step", step)
        .query(
            (row, n) ->
                StepProgress.of(
                    step,
                    row.getInt("done"),
                    row.getInt("total"),
                    row.getInt("done") - row.getInt("started_done"),
                    row.getLong("took_ms")))
        .optional()
        .orElse(null);
  }

  /**
   * The lock, empty when another run holds it.
   *
   * @throws org.springframework.dao.DataAccessException when the database is away
   */
  Optional<Lock> acquire() {
    try {
      Connection connection = source.getConnection();
      try {
        connection.setNetworkTimeout(HERE, SILENCE_MS);
        if (yes(connection, "select pg_try_advisory_lock" + LOCK)) {
          return Optional.of(new Lock(connection));
        }
        connection.close();
        return Optional.empty();
      } catch (SQLException trouble) {
        connection.abort(HERE);
        throw trouble;
      }
    } catch (SQLException trouble) {
      throw new CannotGetJdbcConnectionException("the run's lock cannot be had", trouble);
    }
  }

  private static boolean yes(Connection connection, String question) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question);
        ResultSet answer = statement.executeQuery()) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  /** The right to run, as long as its connection lives. */
  static final class Lock {
    private final Connection connection;
    private boolean released;

    private Lock(Connection connection) {
      this.connection = connection;
    }

    /** True while the database still holds the lock for us. */
    synchronized boolean alive() {
      try {
        return !released && yes(connection, "select true");
      } catch (SQLException lost) {
        return false;
      }
    }

    /** Writes rows of {@code worker_state} together; false when the lock is lost. */
    synchronized boolean write(Map<String, String> rows) {
      try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
        for (var row : rows.entrySet()) {
          statement.setString(1, row.getKey());
          statement.setString(2, row.getValue());
          statement.addBatch();
        }
        statement.executeBatch();
        return true;
      } catch (SQLException lost) {
        LOG.debug("event=run_not_saved cause={}", lost.toString());
        return false;
      }
    }

    /** Lets the lock go; a second time nothing happens. */
    synchronized void release() {
      if (released) {
        return;
      }
      released = true;
      try {
        if (yes(connection, "select pg_advisory_unlock" + LOCK)) {
          connection.close();
          return;
        }
      } catch (SQLException lost) {
        LOG.debug("event=lock_lost cause={}", lost.toString());
      }
      abort();
    }

    private void abort() {
      try {
        connection.abort(HERE);
      } catch (SQLException released) {
        LOG.debug("event=connection_lost cause={}", released.toString());
      }
    }
  }
}
