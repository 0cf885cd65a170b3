package sml.gateway.observability.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.observability.traffic.AnalyticsApi.Analytics;
import sml.gateway.observability.traffic.AnalyticsApi.DayTokens;
import sml.gateway.observability.traffic.AnalyticsApi.HourVolume;
import sml.gateway.observability.traffic.LatencyBuckets.Percentiles;
import sml.gateway.observability.traffic.OutcomeStore.CooldownCount;
import sml.gateway.observability.traffic.OutcomeStore.Incident;
import sml.gateway.observability.traffic.TrafficSums.ProviderFigures;
import sml.gateway.observability.traffic.UptimeApi.ProviderUptime;
import sml.gateway.observability.traffic.UptimeApi.Uptime;
import sml.gateway.testkit.TestDatabase;

class TrafficApiTest {
  private static final Instant NOW = Instant.parse("2026-01-20T12:34:00Z");

  private final DataSource database = TestDatabase.dataSource();
  private final JdbcTemplate sql = new JdbcTemplate(database);
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final TrafficStore traffic = new TrafficStore(database);
  private final OutcomeStore outcomes = new OutcomeStore(database);
  private final AnalyticsApi analytics = new AnalyticsApi(traffic, clock);
  private final TrendApi trend = new TrendApi(traffic, outcomes, clock);
  private final UptimeApi uptime = new UptimeApi(traffic, outcomes, clock);

  @Test
  void theWindowIsTheLast24WholeHours() {
    requests("hour", "2026-01-19T12:00:00Z", "p", "m", "code", 7, 7);
    requests("hour", "2026-01-19T13:00:00Z", "p", "m", "code", 3, 2);
    requests("hour", "2026-01-20T12:00:00Z", "p", "n", "thai", 5, 5);
    requests("hour", "2026-01-20T12:00:00Z", "", "", "", 1, 0);

    Analytics shown = analytics.show(null);

    assertThat(shown.window()).isEqualTo("24h");
    assertThat(shown.since()).isEqualTo("2026-01-19T13:00:00Z");
    assertThat(shown.total().requests()).isEqualTo(9);
    assertThat(shown.total().failures()).isEqualTo(2);
    assertThat(shown.total().successRate()).isEqualTo(77.78);
    assertThat(shown.total().upstreamCalls()).isEqualTo(9);
    assertThat(shown.hourlyVolume()).hasSize(24);
    assertThat(shown.hourlyVolume().getFirst()).isEqualTo(hour("2026-01-19T13:00:00Z", 3, 2, 1));
    assertThat(shown.hourlyVolume().getLast()).isEqualTo(hour("2026-01-20T12:00:00Z", 6, 5, 1));
    assertThat(shown.hourlyVolume().get(5).requests()).isZero();
    assertThat(shown.topModels()).extracting(one -> one.model()).containsExactly("n", "m");
    assertThat(shown.categories())
        .extracting(one -> one.category())
        .containsExactly("thai", "code");
  }

  @Test
  void longerWindowsAreSumsOfDays() {
    requests("day", "2026-01-13T00:00:00Z", "p", "m", "code", 7, 7);
    requests("day", "2026-01-14T00:00:00Z", "p", "m", "code", 3, 3);
    requests("day", "2025-12-22T00:00:00Z", "p", "m", "code", 2, 2);
    requests("day", "2025-12-21T00:00:00Z", "p", "m", "code", 50, 50);

    assertThat(analytics.show("7d").total().requests()).isEqualTo(3);
    assertThat(analytics.show("30d").total().requests()).isEqualTo(12);
    assertThat(analytics.show("24h").total().requests()).isZero();
    assertThat(analytics.show("24h").dailyTokens())
        .hasSize(7)
        .contains(new DayTokens("2026-01-14", 3, 30, 60), new DayTokens("2026-01-20", 0, 0, 0));
  }

  @Test
  void timesOfModelsAddUpToThoseOfTheirProvider() {
    requests("hour", "2026-01-20T11:00:00Z", "p", "m", "code", 99, 99);
    requests("hour", "2026-01-20T12:00:00Z", "p", "n", "code", 1, 1);
    times("hour", "2026-01-20T11:00:00Z", "p", "m", 20, 99);
    times("hour", "2026-01-20T12:00:00Z", "p", "n", 40, 1);

    Analytics shown = analytics.show("24h");

    assertThat(shown.providerStats().getFirst().figures().latencyMs())
        .isEqualTo(new Percentiles(35L, 35L, 35L));
    assertThat(shown.topModels().getLast().figures().latencyMs())
        .isEqualTo(new Percentiles(1_117L, 1_117L, 1_117L));
    assertThat(shown.hourlyVolume().getLast().latencyMs())
        .isEqualTo(new Percentiles(1_117L, 1_117L, 1_117L));
    assertThat(analytics.hours()).isEqualTo(shown.hourlyVolume());
    times("hour", "2026-01-20T12:00:00Z", "p", "o", 40, 1);
    assertThat(analytics.show("24h").total().latencyMs())
        .as("2 of 101 took a second")
        .isEqualTo(new Percentiles(35L, 35L, 1_117L));
  }

  @Test
  void aProviderThatNeverAnsweredIsShownWithItsCalls() {
    calls("hour", "2026-01-20T12:00:00Z", "broken", "m", 4, 0, 3);

    assertThat(analytics.show(null).providerStats())
        .singleElement()
        .satisfies(
            (ProviderFigures one) -> {
              assertThat(one.provider()).isEqualTo("broken");
              assertThat(one.figures().requests()).isZero();
              assertThat(one.figures().successRate()).isNull();
              assertThat(one.figures().upstreamCalls()).isEqualTo(4);
              assertThat(one.failedCalls()).isEqualTo(3);
            });
  }

  @Test
  void uptimeIsTheShareOfAnsweredCallsAmongThoseThatSaySomething() {
    calls("hour", "2026-01-19T12:00:00Z", "p", "m", 50, 0, 50);
    calls("hour", "2026-01-19T13:00:00Z", "p", "m", 4, 2, 1);
    calls("hour", "2026-01-20T12:00:00Z", "p", "n", 2, 2, 0);
    calls("day", "2026-01-14T00:00:00Z", "p", "m", 9, 0, 9);
    calls("day", "2026-01-20T00:00:00Z", "p", "m", 6, 4, 1);
    calls("day", "2026-01-20T00:00:00Z", "q", "m", 1, 0, 0);

    Uptime shown = uptime.show(null);

    assertThat(shown.uptimeStats()).containsExactly(new ProviderUptime("p", 6, 4, 1, 80.0));
    assertThat(shown.hourlyUptime().starts()).hasSize(24).endsWith("2026-01-20T12:00:00Z");
    assertThat(shown.hourlyUptime().providers().getFirst().values())
        .hasSize(24)
        .startsWith(66.67, null)
        .endsWith(null, 100.0);
    assertThat(shown.dailyUptime().starts()).startsWith("2026-01-14").endsWith("2026-01-20");
    assertThat(shown.dailyUptime().providers().getFirst().values())
        .containsExactly(0.0, null, null, null, null, null, 80.0);
    assertThat(uptime.show("7d").uptimeStats())
        .containsExactly(
            new ProviderUptime("p", 15, 4, 10, 28.57), new ProviderUptime("q", 1, 0, 0, null));
  }

  @Test
  void incidentsAreTheNewestChecksThatFoundSomethingWrong() {
    health("p:org/m", "error", "2026-01-20T12:00:00Z");
    health("p:org/m", "available", "2026-01-20T12:10:00Z");
    health("q:n", "cooldown", "2026-01-20T12:20:00Z");
    health("q:n", "error", "2026-01-19T12:00:00Z");
    cooldown("q", "n", "2026-01-20T12:35:00Z");
    cooldown("p", "n", "2026-01-20T12:33:00Z");

    Uptime shown = uptime.show(null);

    assertThat(shown.incidents())
        .extracting(Incident::modelId, Incident::provider, Incident::status)
        .containsExactly(tuple("q:n", "q", "cooldown"), tuple("p:org/m", "p", "error"));
    assertThat(shown.cooldownCounts()).containsExactly(new CooldownCount("q", 1));
  }

  @Test
  void aTrendHasAValueForEachDay() {
    requests("day", "2026-01-18T00:00:00Z", "p", "m", "code", 4, 3);
    requests("day", "2026-01-20T00:00:00Z", "p", "m", "code", 1, 1);
    times("day", "2026-01-20T00:00:00Z", "p", "m", 20, 1);
    exam("p:org/m", "2026-01-19T23:59:00Z", 80);
    exam("p:n", "2026-01-19T01:00:00Z", 71);
    exam("p:n", "2026-01-17T23:59:00Z", 10);
    complaint("one", "p/org/m", "2026-01-20T00:00:00Z");
    complaint("two", "p/org/m", "2026-01-20T10:00:00Z");

    TrendApi.Trend shown = trend.show("3");

    assertThat(shown.dates()).containsExactly("2026-01-18", "2026-01-19", "2026-01-20");
    assertThat(shown.requestTrend().getFirst().values()).containsExactly(4.0, null, 1.0);
    assertThat(shown.successTrend().getFirst().values()).containsExactly(75.0, null, 100.0);
    assertThat(shown.latencyTrend().getFirst().values()).containsExactly(null, null, 35.0);
    assertThat(shown.benchmarkTrend().getFirst().values()).containsExactly(null, 75.5, null);
    assertThat(shown.complaintTrend().getFirst().values()).containsExactly(null, null, 2.0);
    assertThat(shown.complaintTrend().getFirst().provider()).isEqualTo("p");
    assertThat(trend.show(null).dates()).hasSize(14);
  }

  @Test
  void anEmptyDatabaseHasEmptyFigures() {
    assertThat(analytics.show(null).total().requests()).isZero();
    assertThat(analytics.show(null).total().latencyMs().p50()).isNull();
    assertThat(analytics.show(null).providerStats()).isEmpty();
    assertThat(uptime.show(null).uptimeStats()).isEmpty();
    assertThat(trend.show(null).latencyTrend()).isEmpty();
  }

  @Test
  void aParameterThatIsWrongIsNamed() {
    assertThatThrownBy(() -> analytics.show("1y"))
        .isInstanceOfSatisfying(
            InvalidRequest.class, wrong -> assertThat(wrong.param()).isEqualTo("window"));
    assertThatThrownBy(() -> uptime.show("24"))
        .isInstanceOfSatisfying(
            InvalidRequest.class, wrong -> assertThat(wrong.param()).isEqualTo("window"));
    for (String days : new String[] {"0", "91", "x", "-1", "99999"}) {
      assertThatThrownBy(() -> trend.show(days))
          .isInstanceOfSatisfying(
              InvalidRequest.class, wrong -> assertThat(wrong.param()).isEqualTo("days"));
    }
  }

  private static HourVolume hour(String start, long requests, long successes, long failures) {
    var none = new Percentiles(null, null, null);
    return new HourVolume(Instant.parse(start), requests, successes, failures, none, none);
  }

  private void requests(
      String grain,
      String start,
      String provider,
      String model,
      String category,
      int requests,
      int successes) {
    sql.update(
        "insert into traffic values (?, ?::timestamptz, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?)",
        grain,
        start,
        provider,
        model,
        category,
        requests,
        successes,
        requests - successes,
        requests,
        10 * requests,
        20 * requests);
  }

  private void times(
      String grain, String start, String provider, String model, int bucket, int answers) {
    sql.update(
        "insert into traffic_times values (?, ?::timestamptz, ?, ?, ?, ?, 0)",
        grain,
        start,
        provider,
        model,
        bucket,
        answers);
  }

  private void calls(
      String grain,
      String start,
      String provider,
      String model,
      int calls,
      int answered,
      int failed) {
    sql.update(
        "insert into traffic_calls values (?, ?::timestamptz, ?, ?, ?, ?, ?)",
        grain,
        start,
        provider,
        model,
        calls,
        answered,
        failed);
  }

  private void health(String model, String status, String at) {
    sql.update(
        "insert into health_logs (model_id, status, checked_at) values (?, ?, ?::timestamptz)",
        model,
        status,
        at);
  }

  private void cooldown(String provider, String model, String until) {
    sql.update(
        "insert into model_fail_streak (model_id, provider, model, cooldown_until)"
            + " values (?, ?, ?, ?::timestamptz)",
        provider + ":" + model,
        provider,
        model,
        until);
  }

  private void exam(String model, String finished, double score) {
    sql.update(
        "insert into exam_attempts (model_id, attempt_number, exam_level, seed, status, started_at,"
            + " finished_at, score_pct) values (?, 1, 'middle', 1, 'finished', now(),"
            + " ?::timestamptz, ?)",
        model,
        finished,
        score);
  }

  private void complaint(String request, String model, String at) {
    sql.update(
        "insert into complaints values (?, ?, 'general', 'wrong', ?::timestamptz)",
        request,
        model,
        at);
  }
}
