package sml.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.jobs.Gateway.Steps;
import sml.gateway.testkit.TestDatabase;

/** One run at a time on gateways that share a database. */
class WorkCycleTest {
  private final DataSource database = TestDatabase.dataSource();
  private final JdbcTemplate sql = new JdbcTemplate(database);
  private final CycleRunStore store = new CycleRunStore(database);
  private final List<Gateway> gateways = new ArrayList<>();
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void end() {
    go.countDown();
    gateways.forEach(Gateway::close);
  }

  @Test
  void theStepsRunInOrderAndOneThatFailsIsNotedAndDoesNotStopTheOthers() throws Exception {
    var gateway =
        gateway(
            "one",
            name -> {
              begun.add(name);
              if (name.equals("exam")) {
                throw new IllegalStateException("no paper");
              }
            });
    gateway.workCycle.run();
    assertThat(begun)
        .containsSubsequence("discover", "scan", "health", "exam", "appoint", "variants");
    assertThat(gateway.notes).containsExactly("exam ERROR the step failed: no paper");
    assertThat(store.worker().status()).isEqualTo("error");
    assertThat(stats()).contains("\"exam\":{\"ok\":false").contains("\"appoint\":{\"ok\":true");
  }

  @Test
  void aRunNeverOverlapsAnother() throws Exception {
    var one = gateway("one", this::waitInScan);
    var two = gateway("two", this::waitInScan);
    assertThat(one.workCycle.runAsync()).isTrue();
    await().until(() -> begun.contains("scan"));
    assertThat(one.workCycle.runAsync()).isFalse();
    assertThat(two.workCycle.runAsync()).isFalse();
    two.workCycle.run();
    two.workCycle.takeOver();
    assertThat(begun).filteredOn("scan"::equals).hasSize(1);

    WorkerStatus workerStatus = store.worker();
    assertThat(workerStatus.status()).isEqualTo("running");
    assertThat(workerStatus.runner()).isEqualTo("one");
    assertThat(workerStatus.step()).isEqualTo("scan");
    go.countDown();
    await().until(() -> store.worker().status().equals("idle"));
    assertThat(store.said().held()).isFalse();
    two.workCycle.run();
    assertThat(store.worker().runner()).isEqualTo("two");
  }

  @Test
  void aRunWhoseRunnerDiedIsNotRunningAndAnotherGoesOn() throws Exception {
    var dying = gateway("dying", this::waitInScan);
    dying.workCycle.runAsync();
    await().until(() -> begun.contains("scan"));
    // what the database does when a process has ended
    sql.queryForList(
        "select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid ="
            + " l.database where l.locktype = 'advisory' and d.datname = current_database()");
    await().until(() -> !store.said().held());
    assertThat(store.worker().status()).isEqualTo("error");

    List<String> steps = new CopyOnWriteArrayList<>();
    var other = gateway("other", steps::add);
    other.workCycle.takeOver();
    assertThat(steps)
        .containsSubsequence("discover", "scan", "health", "exam", "appoint", "variants");
    assertThat(other.notes)
        .containsExactly(
            "worker WARN the runner of the last run (dying) stopped; this run takes over");
    assertThat(store.worker().status()).isEqualTo("idle");
    // the one that lost its lock but still runs notices it, and changes nothing
    await().until(() -> !dying.notes.isEmpty());
    assertThat(dying.notes.getFirst()).contains("the run was stopped");
    assertThat(store.worker().runner()).isEqualTo("other");
    assertThat(begun).filteredOn("scan"::equals).hasSize(1);
    assertThat(begun).doesNotContain("exam");
  }

  @Test
  void aGatewayThatEndsStopsItsStepAndAnotherGoesOn() throws Exception {
    var ending = gateway("ending", this::waitInScan);
    ending.workCycle.runAsync();
    await().until(() -> begun.contains("scan"));
    ending.workCycle.stop();
    assertThat(store.said().held()).isFalse();
    assertThat(ending.workCycle.runAsync()).isFalse();

    List<String> steps = new CopyOnWriteArrayList<>();
    gateway("other", steps::add).workCycle.takeOver();
    assertThat(steps)
        .containsSubsequence("discover", "scan", "health", "exam", "appoint", "variants");
  }

  @Test
  void aRunThatIsWantedDuringAnotherBeginsAfterIt() throws Exception {
    var one = gateway("one", this::waitInScan);
    one.workCycle.runAsync();
    await().until(() -> begun.contains("scan"));
    one.workCycle.want(new CycleRequested("a new key"));
    await().until(() -> "a new key".equals(store.said().state().get(CycleRunStore.WANTED)));
    one.workCycle.takeOver();
    go.countDown();
    await().until(() -> !store.said().held());
    List<String> steps = new CopyOnWriteArrayList<>();
    var two = gateway("two", steps::add);
    two.workCycle.takeOver();
    two.workCycle.takeOver();
    assertThat(steps).filteredOn("scan"::equals).hasSize(1);
  }

  @Test
  void progressIsThatOfTheStepAtWorkWithTheTimeLeft() throws Exception {
    gateway("one", this::waitInScan).workCycle.runAsync();
    await().until(() -> "scan".equals(store.worker().step()));
    assertThat(store.worker().progress()).isNull();
    sql.update(
        "insert into work_progress values ('scan', 6, 10, 2, now(), now() + interval '60 s'),"
            + " ('exam', 1, 2, 0, now(), now())");
    assertThat(store.worker().progress()).isEqualTo(new StepProgress("scan", 6, 10, 60L));
    sql.update("update work_progress set updated_at = now() - interval '1 day'");
    assertThat(store.worker().progress()).isNull();
  }

  private void waitInScan(String name) throws InterruptedException {
    begun.add(name);
    if (name.equals("scan")) {
      go.await();
    }
  }

  private String stats() {
    return Objects.requireNonNull(store.said().state().get("last_stats"));
  }

  private Gateway gateway(String name, Steps steps) throws Exception {
    var gateway = new Gateway(name, database, steps);
    gateways.add(gateway);
    return gateway;
  }
}
