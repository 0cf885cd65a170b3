package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.modelhealth.Lab.A;
import static sml.gateway.modelhealth.Lab.B;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import sml.gateway.chat.Category;
import sml.gateway.chat.Refusal.Kind;
import sml.gateway.modelhealth.cooldowns.BreakerStore;
import sml.gateway.modelhealth.cooldowns.CooldownStore;
import sml.gateway.modelhealth.cooldowns.HealthLogStore;
import sml.gateway.modelhealth.quotas.QuotaStore;
import sml.gateway.modelhealth.quotas.QuotaWindowStore;
import sml.gateway.modelhealth.results.ResultStore;
import sml.gateway.testkit.TestDatabase;

class RestartTest {
  private final PGSimpleDataSource database = (PGSimpleDataSource) TestDatabase.dataSource();
  private final PGSimpleDataSource source = source();
  private final JdbcTemplate sql = new JdbcTemplate(database);
  private final Lab before = new Lab();
  private final Lab after = new Lab();

  /** Another data source for the database, which a test can misdirect. */
  private PGSimpleDataSource source() {
    var source = new PGSimpleDataSource();
    source.setUrl(database.getUrl());
    source.setUser(database.getUser());
    source.setPassword(database.getPassword());
    return source;
  }

  static StateFlusher flusher(Lab lab, DataSource database) {
    return flusher(lab, database, transactions(database));
  }

  private static StateFlusher flusher(
      Lab lab, DataSource database, TransactionOperations flushing) {
    JdbcTemplate jdbc = new JdbcTemplate(database);
    return new StateFlusher(
        lab.state,
        lab.log,
        new CooldownStore(jdbc),
        new HealthLogStore(jdbc),
        new BreakerStore(jdbc),
        new QuotaStore(jdbc),
        new QuotaWindowStore(jdbc),
        new ResultStore(jdbc, lab.state.results()),
        new FlushStore(JdbcClient.create(jdbc), flushing),
        lab.settings);
  }

  private static TransactionOperations transactions(DataSource database) {
    return new TransactionTemplate(new DataSourceTransactionManager(database));
  }

  private void restart() {
    flusher(before, database).stop();
    StateFlusher restarted = flusher(after, database);
    restarted.start();
    restarted.stop();
  }

  @Test
  void aRestartForgetsNeitherACooldownNorItsFailureStreak() {
    before.fails(A);
    before.pass("10S");
    before.fails(A);
    after.pass("10S");
    restart();
    assertThat(after.cooldown(A)).isEqualTo(Duration.ofSeconds(20));
    after.pass("20S");
    after.fails(A);
    assertThat(after.cooldown(A)).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void aRestartForgetsNoOpenBreaker() {
    for (int i = 0; i < 5; i++) {
      before.fails(A);
    }
    restart();
    after.state.cooldowns().reset(A);
    assertThat(after.cooldown(A)).isEqualTo(Duration.ofSeconds(30));
    assertThat(after.entersNamed(A)).isTrue();
    after.answers(A);
    assertThat(after.enters(A)).isTrue();
  }

  @Test
  void aRestartForgetsNoLimit() {
    before.gate.observe(
        A,
        1L,
        Map.of(
            "x-ratelimit-limit-requests-day", "20",
            "x-ratelimit-remaining-requests-day", "0",
            "x-ratelimit-reset-requests-day", "4h"));
    restart();
    assertThat(after.shut(A).retryAfter()).isEqualTo(Duration.ofHours(4));
    assertThat(after.state.limits().all()).isEqualTo(before.state.limits().all());
  }

  @Test
  void aRestartForgetsNoResult() {
    before.answers(A);
    before.answers(A);
    before.fails(A);
    before.state.cooldowns().reset(A);
    restart();
    assertThat(after.liveStats.of(A, Category.GENERAL))
        .isEqualTo(before.liveStats.of(A, Category.GENERAL));
  }

  @Test
  void theTablesShowTheTruthToEveryQuery() {
    before.answers(A);
    before.fails(A);
    before.fails(B);
    flusher(before, database).flush();
    assertThat(sql.queryForList("select status from health_logs", String.class))
        .containsExactly("error", "error");
    assertThat(
            sql.queryForObject(
                "select streak_count from model_fail_streak where model_id = 'p:a'", Integer.class))
        .isEqualTo(1);
    assertThat(sql.queryForMap("select calls, success from routing_stats where model_id = '*'"))
        .containsEntry("calls", 3L)
        .containsEntry("success", 1L);
  }

  @Test
  void whatTwoReplicasLearnAddsUpAndIsKnownToBoth() {
    StateFlusher one = flusher(before, database);
    StateFlusher two = flusher(after, database);
    before.answers(A);
    after.answers(A);
    after.fails(A);
    one.flush();
    two.flush();
    before.answers(A);
    before.answers(B);
    one.flush();
    two.flush();
    before.state.cooldowns().reset(A);
    after.state.cooldowns().reset(A);
    assertThat(before.liveStats.of(A, Category.GENERAL))
        .isEqualTo(after.liveStats.of(A, Category.GENERAL));
    assertThat(after.liveStats.of(A, Category.GENERAL).samples()).isEqualTo(4);
    assertThat(after.liveStats.of(B, Category.GENERAL).samples()).isEqualTo(1);
    assertThat(sql.queryForMap("select calls, success from routing_stats where model_id = '*'"))
        .containsEntry("calls", 5L)
        .containsEntry("success", 4L);
    assertThat(
            sql.queryForMap(
                "select total_fails, total_success from model_fail_streak where model_id = 'p:a'"))
        .containsEntry("total_fails", 1L)
        .containsEntry("total_success", 3L);
  }

  @Test
  void whatWasLearnedWhileTheDatabaseWasAwayIsAddedOnce() {
    StateFlusher stateFlusher = flusher(before, source);
    source.setPortNumbers(new int[] {1});
    before.answers(A);
    stateFlusher.flush();
    before.answers(A);
    stateFlusher.flush();
    source.setPortNumbers(database.getPortNumbers());
    stateFlusher.flush();
    stateFlusher.flush();
    assertThat(before.liveStats.of(A, Category.GENERAL).samples()).isEqualTo(2);
    assertThat(
            sql.queryForMap(
                "select calls, success from routing_stats where model_id = 'a'"
                    + " and prompt_category = '*'"))
        .containsEntry("calls", 2L)
        .containsEntry("success", 2L);
    assertThat(sql.queryForObject("select total_success from model_fail_streak", Long.class))
        .isEqualTo(2);
  }

  @Test
  void aProvidersWordsThatNoTextMayHoldDoNotStopTheSaving() {
    before.refuses(A, Kind.TRANSIENT, "out\0of order", null);
    restart();
    assertThat(after.cooldown(A)).isEqualTo(Duration.ofSeconds(10));
    assertThat(sql.queryForObject("select error from health_logs", String.class))
        .isEqualTo("out of order");
  }

  /** Commits, but the caller that waits for the answer gets a broken connection. */
  private static final class LossyTransactions implements TransactionOperations {
    private final TransactionOperations source;
    boolean deaf = true;

    LossyTransactions(TransactionOperations source) {
      this.source = source;
    }

    @Override
    public <T> @Nullable T execute(TransactionCallback<T> action) {
      T result = source.execute(action);
      if (deaf) {
        throw new TransactionSystemException("the connection broke during the commit");
      }
      return result;
    }
  }

  @Test
  void whatWasSavedIsAddedOnceEvenWhenTheAnswerOfTheDatabaseIsLost() {
    LossyTransactions deaf = new LossyTransactions(transactions(database));
    StateFlusher stateFlusher = flusher(before, database, deaf);
    before.answers(A);
    before.fails(B);
    stateFlusher.flush();
    stateFlusher.flush();
    assertThat(sums()).containsExactly(2L, 1L, 1L, 1L);
    before.answers(A);
    before.fails(B);
    deaf.deaf = false;
    stateFlusher.flush();
    stateFlusher.flush();
    assertThat(sums()).containsExactly(4L, 2L, 2L, 2L);
    assertThat(before.liveStats.of(A, Category.GENERAL).samples()).isEqualTo(2);
    flusher(after, database).start();
    assertThat(after.liveStats.of(A, Category.GENERAL).samples()).isEqualTo(2);
  }

  /** Calls, successes and failures that are counted, and entries of the health log. */
  private List<Long> sums() {
    return Stream.of(
            "select calls from routing_stats where model_id = '*'",
            "select total_success from model_fail_streak where model_id = 'p:a'",
            "select total_fails from model_fail_streak where model_id = 'p:b'",
            "select count(*) from health_logs")
        .map(query -> sql.queryForObject(query, Long.class))
        .toList();
  }

  @Test
  void aResetIsSavedAsWell() {
    for (int i = 0; i < 5; i++) {
      before.fails(A);
    }
    flusher(before, database).flush();
    assertThat(before.state.reset(null)).isEqualTo(2);
    restart();
    assertThat(after.enters(A)).isTrue();
  }

  @Test
  void whatTheDatabaseRefusedIsSavedLater() {
    StateFlusher stateFlusher = flusher(before, source);
    source.setPortNumbers(new int[] {1});
    before.fails(A);
    before.answers(B);
    stateFlusher.flush();
    source.setPortNumbers(database.getPortNumbers());
    stateFlusher.stop();
    flusher(after, database).start();
    assertThat(after.cooldown(A)).isEqualTo(Duration.ofSeconds(10));
    assertThat(sql.queryForObject("select count(*) from health_logs", Long.class)).isEqualTo(1);
  }
}
