package sml.gateway.observability.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.observability.RetentionSettings;
import sml.gateway.testkit.TestDatabase;

class RequestHistoryTest {
  private static final Instant NOW = Instant.parse("2026-01-20T12:34:00Z");

  private final DataSource database = TestDatabase.dataSource();
  private final JdbcTemplate sql = new JdbcTemplate(database);
  private final RequestHistoryStore store = new RequestHistoryStore(database);
  private final RetentionSettings keep =
      new RetentionSettings(
          Duration.ofDays(7),
          Duration.ofDays(32),
          Duration.ofDays(2),
          Duration.ofDays(9),
          Duration.ofDays(3),
          Duration.ofDays(30));

  @Test
  void finishedHoursAreSummedUp() {
    request("2026-01-20T11:00:00Z", 200, 100);
    request("2026-01-20T11:59:59.9Z", 200, 900);
    request("2026-01-20T11:30:00Z", 503, 5);
    request("2026-01-20T12:00:00Z", 200, 100);
    history(NOW).sumUp();

    assertThat(
            sql.queryForMap(
                "select to_char(hour at time zone 'UTC', 'DD HH24') as hour, requests, answered,"
                    + " input_tokens, output_tokens, latency_buckets::text as buckets,"
                    + " latency_counts::text as times from client_hours"))
        .isEqualTo(
            Map.of(
                "hour", "20 11",
                "requests", 3L,
                "answered", 2L,
                "input_tokens", 9L,
                "output_tokens", 12L,
                "buckets", "{106,157}",
                "times", "{1,1}"));
    assertThat(sql.queryForMap("select provider, model, requests from client_models"))
        .isEqualTo(Map.of("provider", "p", "model", "m", "requests", 3L));
  }

  @Test
  void summingUpAgainChangesNothingAndLateRowsAreCounted() {
    request("2026-01-20T09:10:00Z", 200, 100);
    history(NOW).sumUp();
    history(NOW).sumUp();
    assertThat(summedUp()).isEqualTo(1);
    request("2026-01-20T09:50:00Z", 200, 100);
    request("2026-01-18T01:00:00Z", 404, 1);
    history(NOW).sumUp();
    assertThat(summedUp()).isEqualTo(3);
    assertThat(sql.queryForList("select latency_counts::text from client_hours", String.class))
        .containsExactlyInAnyOrder("{2}", "{}");
    assertThat(sql.queryForList("select requests from client_models", Long.class))
        .containsExactlyInAnyOrder(2L, 1L);
  }

  @Test
  void oldRowsGoInWholeHoursAndTheirSumsStay() {
    request("2026-01-13T11:59:00Z", 200, 100);
    request("2026-01-13T12:10:00Z", 200, 100);
    history(NOW).sumUp();
    history(NOW).dropRequests();
    assertThat(sql.queryForList("select created_at from gateway_logs", Instant.class))
        .containsExactly(Instant.parse("2026-01-13T12:10:00Z"));
    history(NOW).sumUp();
    assertThat(summedUp()).isEqualTo(2);
  }

  @Test
  void aRowThatComesAfterItsHourWasDeletedDoesNotSpoilTheSum() {
    request("2026-01-13T11:10:00Z", 200, 100);
    request("2026-01-13T11:20:00Z", 200, 100);
    history(NOW).sumUp();
    history(NOW).dropRequests();
    request("2026-01-13T11:30:00Z", 200, 100);
    history(NOW).sumUp();
    assertThat(summedUp()).isEqualTo(2);
  }

  @Test
  void hoursThatWereNeverSummedUpAreBeforeTheirRowsGo() {
    request("2026-01-02T11:10:00Z", 200, 100);
    history(NOW).sumUp();
    history(NOW).dropRequests();
    assertThat(count("gateway_logs")).isZero();
    assertThat(summedUp()).isEqualTo(1);
    history(NOW.plus(Duration.ofDays(13))).dropOthers();
    assertThat(summedUp()).isEqualTo(1);
    history(NOW.plus(Duration.ofDays(15))).dropOthers();
    assertThat(count("client_hours")).isZero();
    assertThat(count("client_models")).isZero();
  }

  @Test
  void sumsByCategoryAndStatusBecomeSumsOfTheClient() {
    DataSource older = TestDatabase.emptyDataSource();
    migrate(older, "100");
    var olderSql = new JdbcTemplate(older);
    for (String kind :
        List.of("'code', 2, 3, 3, '{5,7}', '{1,2}'", "'math', 2, 1, 1, '{7}', '{1}'")) {
      olderSql.update(
          "insert into request_hours (hour, client_ip, provider, model, input_tokens,"
              + " output_tokens, latency_ms, category, status_class, requests, answered,"
              + " latency_buckets, latency_counts) values"
              + " ('2026-01-20T11:00:00Z', '1.1.1.1', 'p', 'p/m', 3, 4, 9, "
              + kind
              + ")");
    }
    olderSql.update(
        "insert into request_hours values ('2026-01-20T12:00:00Z', '1.1.1.1', '', '', '', 5, 2, 0,"
            + " 0, 0, 0, '{}', '{}')");
    migrate(older, "101");
    var history = new ClientHistoryStore(older);
    Instant since = Instant.parse("2026-01-20T00:00:00Z");
    assertThat(history.hours("1.1.1.1", since, history.summedUp()))
        .containsExactly(
            new ClientHistoryStore.Hour("2026-01-20 11:00", 4, 4, 6, 8),
            new ClientHistoryStore.Hour("2026-01-20 12:00", 2, 0, 0, 0));
    assertThat(history.times("1.1.1.1", since, history.summedUp()))
        .containsExactly(new ClientHistoryStore.Times(5, 1), new ClientHistoryStore.Times(7, 3));
    assertThat(history.models("1.1.1.1", since, history.summedUp(), 10))
        .containsExactly(new ClientHistoryStore.Used("p", "m", 4));
  }

  private static void migrate(DataSource database, String version) {
    Flyway.configure().dataSource(database).target(version).load().migrate();
  }

  @Test
  void logEntriesAndEventsHaveRetentionsOfTheirOwn() {
    logEntry("2026-01-17T11:59:00Z", "old");
    logEntry("2026-01-17T12:01:00Z", "young");
    event("2025-12-21T11:59:00Z", "old");
    event("2025-12-21T12:01:00Z", "young");
    history(NOW).dropOthers();
    assertThat(sql.queryForList("select message from worker_logs", String.class))
        .containsExactly("young");
    assertThat(sql.queryForList("select title from events", String.class)).containsExactly("young");
  }

  @Test
  void countsOfHoursGoBeforeThoseOfDays() {
    for (String grain : List.of("hour", "day")) {
      for (String start : List.of("2026-01-10", "2026-01-17", "2026-01-19")) {
        traffic(grain, start);
      }
    }
    history(NOW).dropOthers();
    for (String table : List.of("traffic", "traffic_times", "traffic_calls")) {
      assertThat(
              sql.queryForList(
                  "select grain || ' ' || (start at time zone 'UTC')::date from "
                      + table
                      + " order by 1",
                  String.class))
          .as(table)
          .containsExactly("day 2026-01-17", "day 2026-01-19", "hour 2026-01-19");
    }
  }

  private void traffic(String grain, String start) {
    sql.update(
        "insert into traffic values (?, ?::timestamptz, 'p', 'm', '', 1, 1, 0, 1, 0, 0, 0, 1, 1)",
        grain,
        start + "T00:00:00Z");
    sql.update(
        "insert into traffic_times values (?, ?::timestamptz, 'p', 'm', 1, 1, 1)",
        grain,
        start + "T00:00:00Z");
    sql.update(
        "insert into traffic_calls values (?, ?::timestamptz, 'p', 'm', 1, 1, 0)",
        grain,
        start + "T00:00:00Z");
  }

  private RequestHistory history(Instant now) {
    return new RequestHistory(store, keep, Clock.fixed(now, ZoneOffset.UTC));
  }

  private long summedUp() {
    return sql.queryForList("select sum(requests)::bigint from client_hours", Long.class)
        .getFirst();
  }

  private long count(String table) {
    return sql.queryForList("select count(*) from " + table, Long.class).getFirst();
  }

  private void request(String at, int status, long ms) {
    sql.update(
        "insert into gateway_logs (provider, resolved_model, category, client_ip, status,"
            + " latency_ms, input_tokens, output_tokens, error, created_at)"
            + " values ('p', 'm', 'code', '127.0.0.1', ?, ?, 3, 4, ?, ?::timestamptz)",
        status,
        ms,
        status < 400 ? null : "no",
        at);
  }

  private void logEntry(String at, String message) {
    sql.update(
        "insert into worker_logs (step, message, created_at) values ('s', ?, ?::timestamptz)",
        message,
        at);
  }

  private void event(String at, String title) {
    sql.update(
        "insert into events (type, title, created_at) values ('t', ?, ?::timestamptz)", title, at);
  }
}
