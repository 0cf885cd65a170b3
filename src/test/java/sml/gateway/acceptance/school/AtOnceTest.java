package sml.gateway.acceptance.school;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sml.gateway.testkit.Heard;

/** Concurrent changes of the school's data. */
@ExtendWith(InTown.class)
class AtOnceTest {

  /** Runs both, each paused before its first write; they continue in any order. */
  private static void atOnce(Town town, Callable<?> one, Callable<?> other) throws Exception {
    try (Connection held = town.database.getConnection();
        ExecutorService both = Executors.newCachedThreadPool()) {
      held.setAutoCommit(false);
      held.createStatement().execute("select version from school_version for update");
      Future<?> first = both.submit(one);
      await().until(() -> waiting(town), count -> count == 1);
      Future<?> second = both.submit(other);
      await().until(() -> waiting(town), count -> count == 2);
      held.rollback();
      first.get();
      second.get();
    }
  }

  private static int waiting(Town town) {
    return town.sql
        .queryForList(
            "select pid from pg_stat_activity where wait_event_type = 'Lock'"
                + " and datname = current_database()")
        .size();
  }

  private static Callable<Integer> post(Town town, String path) {
    return () -> {
      Heard heard = town.client().send("POST", path, "");
      assertThat(heard.status()).as(heard.body()).isEqualTo(200);
      return heard.status();
    };
  }

  @Test
  void anExamThatEndsWhileAllAreForgottenLeavesNoScore(Town town) throws Exception {
    town.examinee("at-once-a", "late", town.able(1));
    atOnce(town, Executors.callable(town::exam), post(town, "/api/exam-reset"));
    assertThat(town.sql.queryForList("select model_id from exam_attempts")).isEmpty();
    assertThat(town.sql.queryForList("select model_id from exam_standings")).isEmpty();
  }

  @Test
  void twoAppointmentsAreMadeOneAfterTheOther(Town town) throws Exception {
    town.examinee("at-once-b", "one", town.able(1));
    town.round();
    town.sql.execute("delete from teachers");
    atOnce(town, post(town, "/api/teachers"), post(town, "/api/teachers"));
    List<String> heads =
        town.sql.queryForList("select category from teachers where role = 'head'", String.class);
    assertThat(heads).hasSize(12).doesNotHaveDuplicates();
  }
}
