package sml.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.chat.ComponentHealth;
import sml.gateway.chat.LiveStats;
import sml.gateway.testkit.FixedExamScores;
import sml.gateway.testkit.TestDatabase;

class HealthReportTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

  private final DataSource source = TestDatabase.dataSource();
  private final JdbcTemplate sql = new JdbcTemplate(source);
  private final StatusStore store = new StatusStore(source);
  private final LiveStats coolingStats =
      (ref, category) ->
          new LiveStats.ModelStats(
              ref.model().equals("tired")
                  ? new LiveStats.CooldownState("429", Duration.ofSeconds(9), true)
                  : null,
              1,
              1,
              1,
              null,
              null,
              1);
  private final StatusRefresher keeper =
      new StatusRefresher(store, coolingStats, FixedExamScores.unexamined());
  private final RequestWindow window = new RequestWindow();
  private boolean away;
  private @Nullable String alert;
  private final DatabaseCheck database = new DatabaseCheck(this::ping, CLOCK);
  private final HealthReport healthReport =
      new HealthReport(database, window, keeper, List.of(new Part()));

  @Test
  void allWellIsHealthy() {
    database.look();
    keeper.refresh();
    HealthReport.Result result = healthReport.now(NOON);
    assertThat(result.status()).isEqualTo("healthy");
    assertThat(result.checks()).containsKeys("database", "part", "worker", "gateway");
  }

  @Test
  void aDatabaseThatIsAwayDegradesAndHeals() {
    away = true;
    database.look();
    assertThat(healthReport.now(NOON).alerts()).hasSize(1).first().asString().contains("database");
    away = false;
    database.look();
    assertThat(healthReport.now(NOON).status()).isEqualTo("healthy");
  }

  @Test
  void aDatabaseIsSlowOnlyAfterThreeSlowLooksInARow() {
    List<Long> times = new ArrayList<>(List.of(0L, 101L, 0L, 101L, 0L, 101L, 0L, 5L));
    Clock hand = new Hand(times);
    var slow = new DatabaseCheck(() -> {}, hand);
    slow.look();
    slow.look();
    assertThat(slow.slow()).isFalse();
    slow.look();
    assertThat(slow.slow()).isTrue();
    slow.look();
    assertThat(slow.slow()).isFalse();
  }

  @Test
  void oneAnswerAfterTheSilenceIsSlowAtOnce() {
    List<Long> times = new ArrayList<>(List.of(0L, 2_001L, 0L, 5L));
    var slow = new DatabaseCheck(() -> {}, new Hand(times));
    slow.look();
    assertThat(slow.slow()).isTrue();
    slow.look();
    assertThat(slow.slow()).isFalse();
  }

  @Test
  void aPartThatComplainsAWorkerThatSleepsAndFailuresDegrade() {
    database.look();
    alert = "no keys";
    sql.update("insert into worker_state values ('last_run', '2026-01-02T10:00:00Z')");
    keeper.refresh();
    for (int i = 0; i < 100; i++) {
      window.record(i % 2 == 0 ? Finished.failed(503) : Finished.answered(5));
    }
    assertThat(healthReport.now(NOON).alerts())
        .containsExactly(
            "no keys",
            "the background workers have not run for 120 minutes",
            "only 50 % of the last 100 requests were answered");
  }

  @Test
  void healthIsServedOnlyBetweenStartingAndDraining() throws Exception {
    database.look();
    var availability = new ApplicationAvailabilityBean();
    var health = new HealthApi(availability, healthReport, CLOCK);
    assertThat(response(health)).startsWith("503 {\"status\":\"starting\"");
    availability.onApplicationEvent(
        new AvailabilityChangeEvent<>(this, ReadinessState.ACCEPTING_TRAFFIC));
    away = true;
    database.look();
    assertThat(response(health)).startsWith("200 {\"status\":\"degraded\"");
    health.drain();
    assertThat(response(health)).startsWith("503 {\"status\":\"draining\"");
  }

  @Test
  void theBoardCountsWhatTheTablesHold() {
    sql.update(
        """
        insert into models (id, provider, model_id, name, first_seen, last_seen, hidden, chat)
        values
          ('a:fresh', 'a', 'fresh', 'Fresh', now(), now(), false, true),
          ('a:tired', 'a', 'tired', 'T', now() - interval '9 days', now(), false, true),
          ('a:late', 'a', 'late', 'L', now() - interval '9 days', now() - interval '3 hours',
            false, true),
          ('a:lost', 'a', 'lost', 'L', now() - interval '9 days', now() - interval '3 days',
            false, true),
          ('a:out', 'a', 'out', 'O', now() - interval '19 days', now() - interval '8 days',
            false, true),
          ('b:hidden', 'b', 'hidden', 'H', now(), now(), true, true),
          ('a:embed', 'a', 'embed', 'E', now(), now(), false, false)\
        """);
    sql.update("insert into worker_logs (step, message) values ('scan', 'one'), ('scan', 'two')");
    keeper.refresh();
    StatusSnapshot statusSnapshot = keeper.snapshot();
    assertThat(statusSnapshot.stats().totalModels()).isEqualTo(5);
    assertThat(statusSnapshot.stats().cooldownModels()).isEqualTo(1);
    assertThat(statusSnapshot.stats().availableModels()).isEqualTo(4);
    var changes = statusSnapshot.modelChanges();
    assertThat(changes.fresh()).extracting(StatusSnapshot.Changed::id).containsExactly("a:fresh");
    assertThat(changes.warning()).extracting(StatusSnapshot.Changed::id).containsExactly("a:late");
    assertThat(changes.missing()).extracting(StatusSnapshot.Changed::id).containsExactly("a:lost");
    assertThat(changes.expelled()).extracting(StatusSnapshot.Changed::id).containsExactly("a:out");
    assertThat(statusSnapshot.logEntries())
        .extracting(StatusStore.WorkerLogRow::message)
        .containsExactly("two", "one");
    assertThat(statusSnapshot.worker().status()).isEqualTo("never_run");
  }

  private void ping() {
    if (away) {
      throw new DataAccessResourceFailureException("away");
    }
    store.ping();
  }

  private static String response(HealthApi health) throws Exception {
    HealthApi.Health reply = health.report();
    return reply.code() + " " + new ObjectMapper().writeValueAsString(reply);
  }

  private final class Part implements ComponentHealth {
    @Override
    public String name() {
      return "part";
    }

    @Override
    public Reading read() {
      return new Reading(Map.of("size", 1), alert);
    }
  }

  @Test
  void everyNumberOfTheHealthIsAGauge() {
    var waiting = new int[] {3};
    var registry = new SimpleMeterRegistry();
    new HealthMeters(healthReport, database, List.of(component(waiting)), CLOCK).bindTo(registry);
    waiting[0] = 7;
    assertThat(registry.get("sml.health.log.rows.waiting").gauge().value()).isEqualTo(7);
    assertThat(registry.find("sml.health.log.name").gauge()).isNull();
    alert = "trouble";
    assertThat(registry.get("sml.health.alerts").gauge().value())
        .isEqualTo(healthReport.now(NOON).alerts().size())
        .isPositive();
  }

  private static ComponentHealth component(int[] waiting) {
    return new ComponentHealth() {
      @Override
      public String name() {
        return "log";
      }

      @Override
      public Reading read() {
        return new Reading(Map.of("rowsWaiting", waiting[0], "name", "x"), null);
      }
    };
  }

  /** Shows one prepared time after the other. */
  private static final class Hand extends Clock {
    private final List<Long> times;

    Hand(List<Long> times) {
      this.times = times;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(1_000 + times.removeFirst());
    }
  }
}
