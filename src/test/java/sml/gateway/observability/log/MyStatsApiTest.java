package sml.gateway.observability.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.observability.Finished;
import sml.gateway.observability.log.ClientHistoryStore.Hour;
import sml.gateway.observability.log.ClientHistoryStore.Times;
import sml.gateway.observability.log.ClientHistoryStore.Used;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestDatabase;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

class MyStatsApiTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void aRequestIsCountedForItsAddress() {
    gateway.model("mine", "m", Behaviour.healthy().latency(Duration.ofMillis(5)));
    // the requests of other tests are counted when they have been written
    await().until(() -> health().at("/checks/log/buffered").asInt(-1) == 0);
    JsonNode before = stats("1h");
    assertThat(gateway.ask("mine/m").whole().status()).isEqualTo(200);
    await().until(() -> stats("1h").path("total").asLong() == before.path("total").asLong() + 1);
    for (String window : List.of("1h", "24h", "7d", "30d")) {
      JsonNode stats = stats(window);
      assertThat(stats.path("client_ip").asText()).isEqualTo("127.0.0.1");
      assertThat(stats.path("window").asText()).isEqualTo(window);
      assertThat(stats.path("success").asLong()).isPositive();
      assertThat(stats.path("p99_latency_ms").asLong()).isPositive();
      assertThat(stats.path("output_tokens").asLong()).isPositive();
      assertThat(stats.path("by_hour").get(0).path("hour").asText())
          .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:00");
      assertThat(stats.path("top_models").toString()).contains("\"model\":\"m\"");
    }
  }

  @Test
  void anUnknownWindowIsRefusedByName() {
    Heard refused = gateway.client().get("/api/my-stats?window=year");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("\"param\":\"window\"");
  }

  @Test
  void aLongWindowReachesBeyondTheRowsAndCountsNothingTwice() {
    DataSource database = TestDatabase.dataSource();
    var sql = new JdbcTemplate(database);
    Instant now = Instant.parse("2026-01-20T12:34:00Z");
    request(sql, "2026-01-01T08:10:00Z", "1.1.1.1", 200, 100);
    request(sql, "2026-01-01T08:20:00Z", "2.2.2.2", 200, 100);
    request(sql, "2026-01-20T11:10:00Z", "1.1.1.1", 200, 400);
    request(sql, "2026-01-20T12:10:00Z", "1.1.1.1", 503, 9);
    var history = new RequestHistoryStore(database);
    history.sumUp(now.truncatedTo(ChronoUnit.HOURS));
    history.dropRequests(Instant.parse("2026-01-13T12:00:00Z"));
    request(sql, "2026-01-20T12:20:00Z", "1.1.1.1", 200, 1_600);

    var store = new ClientHistoryStore(database);
    Instant since = Instant.parse("2025-12-21T12:00:00Z");
    assertThat(store.hours("1.1.1.1", since, store.summedUp()))
        .containsExactly(
            new Hour("2026-01-01 08:00", 1, 1, 3, 4),
            new Hour("2026-01-20 11:00", 1, 1, 3, 4),
            new Hour("2026-01-20 12:00", 2, 1, 6, 8));
    assertThat(store.models("1.1.1.1", since, store.summedUp(), 10))
        .containsExactly(new Used("p", "m", 4));
    List<Times> times = store.times("1.1.1.1", since, store.summedUp());
    assertThat(MyStatsApi.percentile(times, 0.5)).isBetween(390L, 410L);
    assertThat(MyStatsApi.percentile(times, 0.99)).isBetween(1_560L, 1_640L);
  }

  @Test
  void aWindowThatBeginsWithinAnHourIsExactWhetherItsHourIsSummedUpOrNot() {
    DataSource database = TestDatabase.dataSource();
    var sql = new JdbcTemplate(database);
    Instant now = Instant.parse("2026-01-20T12:34:00Z");
    for (String at :
        List.of(
            "2026-01-19T12:33:59.999Z",
            "2026-01-19T12:34:00Z",
            "2026-01-19T12:59:59.999Z",
            "2026-01-19T13:00:00Z",
            "2026-01-20T06:33:59.999Z",
            "2026-01-20T06:34:00Z",
            "2026-01-20T11:33:59.999Z",
            "2026-01-20T11:34:00Z",
            "2026-01-20T12:30:00Z")) {
      request(sql, at, "", 200, 100);
    }
    var api = new MyStatsApi(new ClientHistoryStore(database), Clock.fixed(now, ZoneOffset.UTC));
    var call = Finished.saying("").call();
    for (boolean summedUp : List.of(false, true)) {
      if (summedUp) {
        new RequestHistoryStore(database).sumUp(now.truncatedTo(ChronoUnit.HOURS));
      }
      assertThat(api.show(call, "24h").total()).isEqualTo(8);
      assertThat(api.show(call, "6h").total()).isEqualTo(4);
      assertThat(api.show(call, "1h").total()).isEqualTo(2);
    }
  }

  @Test
  void withoutAnswersThereAreNoTimes() {
    assertThat(MyStatsApi.percentile(List.of(), 0.5)).isNull();
  }

  private JsonNode health() {
    return gateway.client().get("/api/health").json();
  }

  private JsonNode stats(String window) {
    Heard heard = gateway.client().get("/api/my-stats?window=" + window);
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.headers()).containsEntry("cache-control", "no-store");
    return heard.json();
  }

  private static void request(JdbcTemplate sql, String at, String ip, int status, long ms) {
    sql.update(
        "insert into gateway_logs (provider, resolved_model, category, client_ip, status,"
            + " latency_ms, input_tokens, output_tokens, error, created_at)"
            + " values ('p', 'm', 'code', ?, ?, ?, 3, 4, ?, ?::timestamptz)",
        ip,
        status,
        ms,
        status < 400 ? null : "no",
        at);
  }
}
