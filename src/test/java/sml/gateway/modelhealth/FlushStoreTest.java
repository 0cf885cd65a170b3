package sml.gateway.modelhealth;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import sml.gateway.testkit.TestDatabase;

class FlushStoreTest {
  private static final String WAITING =
      "select count(*) from pg_stat_activity"
          + " where datname = current_database() and wait_event_type = 'Lock'";

  private final DataSource database = TestDatabase.dataSource();
  private final JdbcTemplate sql = new JdbcTemplate(database);
  private final FlushStore flushes =
      new FlushStore(
          JdbcClient.create(database),
          new TransactionTemplate(new DataSourceTransactionManager(database)));
  private final List<String> saved = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aBatchThatIsStillBeingSavedIsNotSavedBeside() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first =
          threads.submit(
              () -> {
                flushes.once(1, 1, () -> hold(begun, end));
                return true;
              });
      assertThat(begun.await(20, SECONDS)).isTrue();
      var again = threads.submit(() -> flushes.once(1, 1, () -> saved.add("again")));
      await().until(() -> Long.valueOf(1).equals(sql.queryForObject(WAITING, Long.class)));
      end.countDown();
      first.get();
      again.get();
    }
    assertThat(saved).containsExactly("first");
  }

  private void hold(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      assertThat(end.await(20, SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
    saved.add("first");
  }

  @Test
  void aBatchThatFailedIsSavedWhenItComesAgain() {
    Runnable fails =
        () -> {
          throw new IllegalStateException("no room");
        };
    assertThatThrownBy(() -> flushes.once(1, 1, fails)).hasMessage("no room");
    flushes.once(1, 1, () -> saved.add("again"));
    flushes.once(1, 1, () -> saved.add("twice"));
    flushes.once(1, 2, () -> saved.add("next"));
    flushes.once(2, 1, () -> saved.add("other flow"));
    assertThat(saved).containsExactly("again", "next", "other flow");
  }

  @Test
  void whatIsLongDeletedIsForgotten() {
    sql.update("insert into learning_flushes values (1, 9, now() - interval '8 days')");
    flushes.once(2, 1, () -> saved.add("lately"));
    flushes.once(2, 2, () -> saved.add("again"));
    flushes.dropOld();
    assertThat(sql.queryForList("select flow from learning_flushes", Long.class))
        .containsExactly(2L);
  }
}
