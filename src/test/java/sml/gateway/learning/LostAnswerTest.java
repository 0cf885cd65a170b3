package sml.gateway.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.learning.Lab.A;
import static sml.gateway.learning.Lab.B;

import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import sml.gateway.chat.Category;
import sml.gateway.testkit.TestDatabase;

/** The database has saved a batch, and its answer never arrives. */
class LostAnswerTest {
  private final DataSource database = TestDatabase.dataSource();
  private final JdbcTemplate sql = new JdbcTemplate(database);
  private final Lab before = new Lab();
  private final Lab after = new Lab();
  private final DeafLine line = new DeafLine(RestartTest.transactions(database));
  private final Flusher flusher = RestartTest.flusher(before, database, line);

  /** Commits, but whoever waits for the answer hears that the connection is gone. */
  private static final class DeafLine implements TransactionOperations {
    private final TransactionOperations line;
    boolean deaf = true;

    DeafLine(TransactionOperations line) {
      this.line = line;
    }

    @Override
    public <T> @Nullable T execute(TransactionCallback<T> action) {
      T result = line.execute(action);
      if (deaf) {
        throw new TransactionSystemException("the connection broke during the commit");
      }
      return result;
    }
  }

  @Test
  void whatWasSavedIsAddedOnceAllTheSame() {
    before.answers(A);
    before.fails(B);
    flusher.flush();
    flusher.flush();
    assertThat(sums()).containsExactly(2L, 1L, 1L, 1L);
    before.answers(A);
    before.fails(B);
    line.deaf = false;
    flusher.flush();
    flusher.flush();
    assertThat(sums()).containsExactly(4L, 2L, 2L, 2L);
    assertThat(before.standings.of(A, Category.GENERAL).samples()).isEqualTo(2);
    RestartTest.flusher(after, database).start();
    assertThat(after.standings.of(A, Category.GENERAL).samples()).isEqualTo(2);
  }

  /** Calls, successes and failures that are counted, and lines of the health log. */
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
  void onlyTheFlowsOfLivingGatewaysAreRemembered() {
    sql.update("insert into learning_flushes values (0, 9, now() - interval '8 days')");
    line.deaf = false;
    for (int i = 0; i < 3; i++) {
      before.answers(A);
      flusher.flush();
    }
    assertThat(flows()).hasSize(3).contains(0L);
    Flusher next = RestartTest.flusher(after, database);
    next.start();
    next.stop();
    assertThat(flows()).hasSize(2).doesNotContain(0L);
  }

  private List<Long> flows() {
    return sql.queryForList("select flow from learning_flushes", Long.class);
  }
}
