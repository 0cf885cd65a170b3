package sml.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import sml.gateway.jobs.WorkerLog.Level;
import sml.gateway.modelhealth.HandClock;
import sml.gateway.testkit.TestDatabase;

/** The contract of the worker log on PostgreSQL, also while the database is away. */
class WorkerLogTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final DataSource database = TestDatabase.dataSource();
  private final JdbcTemplate sql = new JdbcTemplate(database);
  private final Switch source = new Switch(database);
  private final HandClock clock = new HandClock(NOON);
  private final Gateway gateway = new Gateway(source, clock);

  @Test
  void whatIsLoggedIsInTheTables() {
    gateway.log.note("scan", Level.SUCCESS, "3 models\0 found");
    gateway.log.progress("exam", 0, 9);
    gateway.log.keep("exam_level", "high");
    gateway.events.record(new OperatorEvent("model_new", "m", "", "p", "p:m", "success"));
    gateway.writer.drain();

    assertThat(sql.queryForMap("select step, message, level from worker_logs"))
        .isEqualTo(Map.of("step", "scan", "message", "3 models  found", "level", "success"));
    assertThat(sql.queryForObject("select done || '/' || total from work_progress", String.class))
        .isEqualTo("0/9");
    assertThat(sql.queryForObject("select value from worker_state", String.class))
        .isEqualTo("high");
    assertThat(sql.queryForMap("select type, model_id, severity from events"))
        .isEqualTo(Map.of("type", "model_new", "model_id", "p:m", "severity", "success"));
  }

  @Test
  void whileTheDatabaseIsAwayNothingThrowsAndAllArrivesAfterwards() {
    source.away = true;
    gateway.log.note("scan", Level.INFO, "one");
    gateway.writer.drain();
    gateway.log.note("scan", Level.ERROR, "two");
    gateway.log.keep("k", "old");
    gateway.log.keep("k", "new");
    gateway.writer.drain();
    assertThat(gateway.log.recall("k")).contains("new");
    assertThat(gateway.writer.read().facts()).isEqualTo(Map.of("buffered", 3, "dropped", 0L));

    source.away = false;
    gateway.writer.drain();
    assertThat(sql.queryForList("select message from worker_logs order by id", String.class))
        .containsExactly("one", "two");
    assertThat(sql.queryForList("select created_at = '2026-01-02 12:00Z' from worker_logs"))
        .allSatisfy(row -> assertThat(row.values()).containsExactly(true));
    assertThat(sql.queryForObject("select value from worker_state", String.class)).isEqualTo("new");
    assertThat(gateway.writer.read().facts()).isEqualTo(Map.of("buffered", 0, "dropped", 0L));
  }

  @Test
  void aFactIsRecalledAsTheDatabaseHasItElseAsItWasSeenLast() {
    assertThat(gateway.log.recall("k")).isEmpty();
    gateway.log.keep("k", "mine");
    assertThat(gateway.log.recall("k")).contains("mine");
    gateway.writer.drain();
    sql.update("update worker_state set value = 'theirs'");
    assertThat(gateway.log.recall("k")).contains("theirs");
    source.away = true;
    assertThat(gateway.log.recall("k")).contains("theirs");
    assertThat(gateway.log.recall("never")).isEmpty();
  }

  @Test
  void aFactThatWaitedDoesNotReplaceANewerOneOfAnotherGateway() {
    var other = new Gateway(database, clock);
    source.away = true;
    gateway.log.keep("k", "waited");
    clock.set(NOON.plusSeconds(1));
    other.log.keep("k", "newer");
    other.writer.drain();
    source.away = false;
    gateway.writer.drain();
    assertThat(gateway.log.recall("k")).contains("newer");
  }

  @Test
  void progressKnowsWhenThisGatewayBeganAndBeginsAnewAfterTheEnd() {
    gateway.log.progress("exam", 4, 9);
    clock.set(NOON.plusSeconds(60));
    gateway.log.progress("exam", 6, 9);
    assertThat(progress()).isEqualTo("6 of 9, 4 at 12:00:00");
    gateway.log.progress("exam", 9, 9);
    assertThat(progress()).isEqualTo("9 of 9, 4 at 12:00:00");
    clock.set(NOON.plusSeconds(120));
    gateway.log.progress("exam", 0, 5);
    assertThat(progress()).isEqualTo("0 of 5, 0 at 12:02:00");
  }

  @Test
  void eventsAreFoundByTime() {
    gateway.events.record(happening("old"));
    clock.set(NOON.plus(Duration.ofMinutes(61)));
    gateway.events.record(happening("new"));
    assertThat(titles(clock.instant().minus(Duration.ofHours(1)))).containsExactly("new");
    assertThat(titles(Instant.EPOCH)).containsExactly("new", "old");
  }

  @Test
  void whatIsLoggedInATransactionIsSavedWithItOrNotAtAll() {
    var together = new TransactionTemplate(new DataSourceTransactionManager(source));
    together.executeWithoutResult(
        change -> {
          gateway.events.record(happening("undone"));
          gateway.log.note("scan", Level.INFO, "undone");
          change.setRollbackOnly();
        });
    together.executeWithoutResult(
        change -> {
          gateway.events.record(happening("done"));
          gateway.log.note("scan", Level.INFO, "done");
        });
    // not drained: a process that dies now has lost nothing
    assertThat(titles(Instant.EPOCH)).containsExactly("done");
    assertThat(sql.queryForList("select message from worker_logs", String.class))
        .containsExactly("done");
    gateway.writer.drain();
    assertThat(sql.queryForObject("select count(*) from worker_logs", Long.class)).isEqualTo(1);
  }

  private List<String> titles(Instant since) {
    return gateway.store.events(since, 50).stream().map(WorkerStore.EventRow::title).toList();
  }

  private String progress() {
    gateway.writer.drain();
    return sql.queryForList(
            """
            select done || ' of ' || total || ', ' || started_done || ' at '
              || to_char(started_at at time zone 'UTC', 'HH24:MI:SS')
            from work_progress
            """,
            String.class)
        .getFirst();
  }

  private static OperatorEvent happening(String title) {
    return new OperatorEvent("model_new", title, "", null, null, "info");
  }

  /** One gateway's worker log. */
  private static final class Gateway {
    final WorkerStore store;
    final BufferedWorkerLog log;
    final EventLog events;
    final WorkerLogWriter writer;

    Gateway(DataSource source, Clock clock) {
      this.store = new WorkerStore(source);
      this.log = new BufferedWorkerLog(store, clock);
      this.events = new EventLog(store, clock);
      this.writer = new WorkerLogWriter(log, store);
    }
  }

  /** A database that can be away. */
  private static final class Switch extends DelegatingDataSource {
    volatile boolean away;

    Switch(DataSource database) {
      super(database);
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (away) {
        throw new SQLException("away", "08001");
      }
      return super.getConnection();
    }
  }
}
