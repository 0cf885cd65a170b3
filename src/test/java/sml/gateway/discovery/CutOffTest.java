package sml.gateway.discovery;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.jobs.CycleRunStore;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestDatabase;

/** Gateways that are killed during the work cycle, and those that continue it. */
class CutOffTest {
  private static final String EVENTS = "select title from events order by id";
  private static final String TAKEN_OVER = "worker_logs where message like '%this run takes over'";
  private static final String GOOD =
      "{'choices':[{'message':{'role':'assistant','content':'pong'},'finish_reason':'stop'}],"
          + "'usage':{'prompt_tokens':1,'completion_tokens':1}}";

  @TempDir Path data;
  private final PGSimpleDataSource database = (PGSimpleDataSource) TestDatabase.dataSource();
  private final JdbcTemplate sql = new JdbcTemplate(database);
  private final Net net = new Net();
  private final List<Life> lives = new ArrayList<>();
  private long askedBefore;

  @AfterEach
  void end() {
    lives.forEach(Life::close);
    net.close();
  }

  private Life life(String... more) throws Exception {
    Path candidates = data.resolve("candidates.json");
    Files.writeString(candidates, "{\"patterns\":[],\"candidates\":[]}");
    var settings = new ArrayList<>(List.of(more));
    settings.add("sml.discovery.stand-ins=" + net.origin());
    settings.add("sml.discovery.openrouter-url=" + net.origin() + "/or");
    settings.add("sml.discovery.huggingface-url=" + net.origin() + "/hf");
    settings.add("sml.discovery.candidates=file:" + candidates);
    var life = new Life(database, settings.toArray(String[]::new));
    lives.add(life);
    return life;
  }

  private Life successor(String... more) throws Exception {
    var settings = new ArrayList<>(List.of(more));
    settings.add("sml.jobs.enabled=true");
    return life(settings.toArray(String[]::new));
  }

  private void provider(Life life, String name) {
    net.page("/%s/models".formatted(name), 200, "{'data':[" + model(name + "-m") + "]}");
    net.page("/%s/chat/completions".formatted(name), 200, GOOD);
    String row =
        """
        {"base_url":"%1$s/%2$s","models_url":"%1$s/%2$s/models","auth":{"scheme":"none"}}\
        """
            .formatted(net.origin(), name);
    Heard saved = life.client().send("PUT", "/api/provider-catalog/" + name, row);
    assertThat(saved.status()).as(saved.body()).isEqualTo(200);
  }

  /** Its skills are known, so no probe is needed. */
  private static String model(String id) {
    return "{'id':'%s','supports_tools':true,'supports_vision':true}".formatted(id);
  }

  private static void start(Life life) {
    assertThat(life.client().send("POST", "/api/worker", "").json().path("started").asBoolean())
        .isTrue();
  }

  /** Kills the runner; then the run is neither under way nor completed. */
  private void kill(Life life) {
    life.die();
    lives.remove(life);
    var store = new CycleRunStore(database);
    await().until(() -> !store.worker().status().equals("running"));
    assertThat(store.worker().status()).isEqualTo("error");
    assertThat(store.worker().step()).isNull();
  }

  private void awaitEnd() {
    await().until(() -> new CycleRunStore(database).worker().status().equals("idle"));
  }

  private List<String> column(String query) {
    return sql.queryForList(query, String.class);
  }

  private void awaitRows(String table, int rows) {
    await().until(() -> rows(table), count -> count == rows);
  }

  private int rows(String table) {
    return sql.query("select 1 from " + table, (row, n) -> n).size();
  }

  private long asked(String call) {
    return net.asked.stream().filter(call::equals).count();
  }

  /** A transaction that writes an event with this word in its title waits for the lock. */
  private Connection hold(String word) throws SQLException {
    sql.execute(
        """
        create or replace function hold() returns trigger language plpgsql as $$ begin
          if new.title like '%%%s%%' then perform pg_advisory_xact_lock(4242); end if;
          return new;
        end $$;
        create or replace trigger hold before insert on events for each row execute function hold()
        """
            .formatted(word));
    Connection holder = database.getConnection();
    holder.createStatement().execute("select pg_advisory_lock(4242)");
    return holder;
  }

  private void awaitHeld() {
    awaitRows("pg_locks where objid = 4242 and not granted", 1);
  }

  @Test
  void discoveryAndScanGoOnAndReportEachChangeOnce() throws Exception {
    net.page("/or", 200, "{'data':[{'slug':'alpha'},{'slug':'beta'},{'slug':'gamma'}]}");
    net.page("/hf", 200, "{'data':[{'id':'a/b','providers':[{'provider':'delta'}]}]}");

    firstDiesBetweenTwoSources();
    assertThat(column(EVENTS)).containsExactly("one: model one-m new");

    // between a newcomer and its event
    successorThatDiesBefore("beta");
    assertThat(column(EVENTS))
        .containsExactly("one: model one-m new", "discovered alpha through openrouter");
    assertThat(column("select name from provider_catalog where source = 'openrouter'"))
        .containsExactly("alpha");

    // between a scanned list and its events
    successorThatDiesBefore("late new");
    assertThat(column("select id from models where provider = 'one'")).containsExactly("one:one-m");

    successor();
    awaitEnd();
    assertThat(column(EVENTS))
        .containsExactly(
            "one: model one-m new",
            "discovered alpha through openrouter",
            "discovered beta through openrouter",
            "discovered gamma through openrouter",
            "discovered delta through huggingface",
            "one: model late new");
    assertThat(column("select message from worker_logs where message like 'discovered %'"))
        .hasSize(4)
        .doesNotHaveDuplicates();
    assertThat(column("select id from models where provider = 'one' order by 1"))
        .containsExactly("one:late", "one:one-m");
  }

  private void firstDiesBetweenTwoSources() throws Exception {
    Life first = life();
    provider(first, "one");
    net.page("/one/models", 200, "{'data':[" + model("one-m") + "," + model("late") + "]}");
    net.silence("/hf");
    start(first);
    await().until(() -> asked("GET /or") == 1 && asked("GET /hf") == 1);
    kill(first);
    net.speak("/hf");
  }

  /** Goes on with the run, and dies when it is about to write the event with this word. */
  private void successorThatDiesBefore(String word) throws Exception {
    try (Connection held = hold(word)) {
      Life life = successor();
      awaitHeld();
      kill(life);
      held.createStatement().execute("select pg_advisory_unlock(4242)");
    }
  }

  private void firstDiesWhileOneIsSilent() throws Exception {
    // what is only in memory would be lost
    Life first = life("sml.learning.flush-every=1h", "sml.discovery.enabled=false");
    for (String name : List.of("one", "two", "three")) {
      provider(first, name);
    }
    provider(first, "pays");
    net.page("/pays/chat/completions", 402, "{'error':{'message':'pay first'}}");
    net.silence("/three/chat/completions");
    start(first);
    awaitRows("model_checks", 3);
    await().until(() -> asked("POST /three/chat/completions") == 1);
    kill(first);
    // its last call may be tried again while it goes down
    askedBefore = asked("POST /three/chat/completions");
    net.speak("/three/chat/completions");
  }

  @Test
  void aHealthRoundAsksOnlyModelsNotYetAskedAndForgetsNoCooldown() throws Exception {
    firstDiesWhileOneIsSilent();

    Life second = successor("sml.discovery.enabled=false");
    awaitEnd();
    for (String name : List.of("one", "two", "pays")) {
      assertThat(asked("POST /%s/chat/completions".formatted(name))).as(name).isEqualTo(1);
    }
    assertThat(asked("POST /three/chat/completions"))
        .as("%s %s", net.asked, column("select message from worker_logs order by id"))
        .isGreaterThan(askedBefore);
    awaitRows("model_checks", 4);
    assertThat(
            column(
                "select model_id || ' ' || status from health_logs where latency_ms > 0"
                    + " or status = 'available' order by 1"))
        .contains("one:one-m available", "two:two-m available", "three:three-m available")
        .doesNotHaveDuplicates();
    assertThat(second.client().get("/api/circuits").body()).contains("payment_required");
    await()
        .untilAsserted(
            () ->
                assertThat(column("select message from worker_logs where step = 'health'"))
                    .containsExactly("Checked 1 models, 1 answered; looked at 0 skills"));
    awaitRows(TAKEN_OVER, 1);
    await()
        .until(
            () -> second.client().get("/api/worker").json().at("/worker/judgeModel").isTextual());
    assertThat(second.client().get("/api/models?provider=pays").body())
        .contains("\"status\":\"cooldown\"");
  }

  @Test
  void aStopBlamesNoModelForTheQuestionItBreaksOff() throws Exception {
    Life first = life("sml.discovery.enabled=false");
    provider(first, "three");
    net.silence("/three/chat/completions");
    start(first);
    await().until(() -> asked("POST /three/chat/completions") == 1);
    first.close();
    lives.remove(first);
    assertThat(column("select model_id from model_fail_streak where streak_count > 0")).isEmpty();
    assertThat(column("select model_id || ' ' || status from health_logs")).isEmpty();
    assertThat(rows("model_checks")).isZero();
  }

  @Test
  void aWarmUpThatWasCutOffIsNotReportedAsAWholeOneAndItsTokensCount() throws Exception {
    LocalDate day = LocalDate.now(UTC);
    net.header("x-ratelimit-limit-requests-day", "200");
    Life first = life("sml.learning.flush-every=50ms", "sml.discovery.enabled=false");
    for (String name : List.of("one", "two", "three")) {
      provider(first, name);
      first.client().send("POST", "/api/provider-catalog/" + name + "/scan", "");
      assertThat(first.client().ask(name + "/" + name + "-m").whole().status()).isEqualTo(200);
    }
    awaitRows("provider_limits where limit_rpd = 200", 3);
    awaitRows("(select distinct model_id from routing_stats where model_id <> '*') as known", 3);
    net.silence("/three/chat/completions");
    var run = Thread.ofVirtual().start(() -> first.job("warmUp?method=warm"));
    awaitRows("warmup_pings", 2);
    first.die();
    lives.remove(first);
    run.join();
    net.speak("/three/chat/completions");

    Life second = life("sml.discovery.enabled=false");
    JsonNode before = second.client().get("/api/warmup-stats").json();
    assertThat(before.at("/recentLogs/0/message").asText()).isEqualTo("Pinged 2 of 3 models, 2 ok");
    assertThat(before.at("/recentLogs/0/level").asText()).isEqualTo("warn");
    assertThat(before.path("lastRunAt").isNull()).isTrue();
    second.job("warmUp?method=warm");
    second.job("warmUp?method=warm");
    JsonNode after = second.client().get("/api/warmup-stats").json();
    assertThat(after.at("/recentLogs/0/message").asText()).isEqualTo("Pinged 3 models, 3 ok");
    assertThat(after.path("totalPings24h").asInt()).isEqualTo(2 + 3 + 3);
    // 1 % of 200 is two a day, before and after together; at midnight the next two begin
    assumeThat(LocalDate.now(UTC)).isEqualTo(day);
    assertThat(asked("POST /one/chat/completions")).isEqualTo(1 + 2);
    await()
        .untilAsserted(
            () ->
                assertThat(column("select message from worker_logs where level = 'warn'"))
                    .singleElement()
                    .asString()
                    .contains("was cut off: Pinged 2 of 3 models, 2 ok"));
  }
}
