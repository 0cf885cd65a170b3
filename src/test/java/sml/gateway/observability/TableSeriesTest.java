package sml.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.ExamScores.Report;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.testkit.FixedExamScores;
import sml.gateway.testkit.TestDatabase;

class TableSeriesTest {
  private final DataSource source = TestDatabase.dataSource();
  private final JdbcTemplate sql = new JdbcTemplate(source);
  private final LiveStats liveStats =
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
  private final TableSeries series =
      new TableSeries(
          new MetricsStore(source),
          new StatusStore(source),
          liveStats,
          new FixedExamScores(
              Map.of(
                  new ModelRef("p", "a"), new Report(ExamScores.ExamStanding.PASSED, 0.9, Map.of()),
                  new ModelRef("p", "b"),
                      new Report(ExamScores.ExamStanding.FAILED, 0.3, Map.of()))));

  private String text() {
    var text = new StringBuilder();
    series.read().forEach(one -> one.writeTo(text));
    return text.toString();
  }

  private void log(String provider, int status, long tookMs, String cache, String age) {
    sql.update(
        "insert into gateway_logs (provider, status, latency_ms, cache, created_at)"
            + " values (?, ?, ?, ?, now() - cast(? as interval))",
        provider,
        status,
        tookMs,
        cache,
        age);
    // each in a row of its own, as if by another model
    String model = "m" + sql.queryForObject("select count(*) from traffic", Long.class);
    sql.update(
        "insert into traffic values ('hour', date_trunc('hour', now() - cast(? as interval)), ?, ?,"
            + " '', 1, 1, 0, 1, 0, ?, ?, 0, 0)",
        age,
        provider,
        model,
        cache.equals("off") ? 0 : 1,
        cache.equals("hit") ? 1 : 0);
    sql.update(
        "insert into traffic_times values ('hour', date_trunc('hour', now() - cast(? as interval)),"
            + " ?, ?, floor(log(2, ?::numeric) * 4), ?, 0)",
        age,
        provider,
        model,
        tookMs,
        status == 200 ? 1 : 0);
  }

  @Test
  void modelsAreCountedByProviderAndWhetherTheyAreCoolingDown() {
    sql.execute(
        "insert into models (id, provider, model_id, name, chat, hidden) values"
            + " ('p:a', 'p', 'a', '', true, false), ('p:b', 'p', 'b', '', true, false),"
            + " ('p:tired', 'p', 'tired', '', true, false), ('p:h', 'p', 'h', '', true, true)");
    assertThat(text().lines())
        .contains(
            "sml_models_total{provider=\"p\",status=\"available\"} 2",
            "sml_models_total{provider=\"p\",status=\"cooldown\"} 1",
            "sml_cooldown_active_total{provider=\"p\"} 1",
            "sml_exam_passed_total{provider=\"p\"} 1");
  }

  @Test
  void requestsAndLatenciesAreThoseOfTheLastDay() {
    for (int ms = 100; ms <= 300; ms += 100) {
      log("p", 200, ms, "off", "1 minute");
    }
    log("p", 503, 9_000, "off", "1 minute");
    log("p", 200, 9_000, "off", "25 hours");
    assertThat(text().lines())
        .contains("sml_request_total{status=\"200\"} 3", "sml_request_total{status=\"503\"} 1")
        .anyMatch(line -> line.startsWith("sml_latency_p50_seconds{provider=\"p\"} 0.197"))
        .anyMatch(line -> line.startsWith("sml_latency_p99_seconds{provider=\"p\"} 0.279"));
  }

  @Test
  void withoutRequestsTheLatenciesAreWhatWasLearned() {
    sql.execute(
        "insert into routing_stats (provider, model_id, prompt_category, p50_latency_ms,"
            + " p99_latency_ms, first_content_times, latency_times)"
            + " values ('p', '*', '*', 500, 1500, '{}', '{}'), ('p', 'a', '*', 1, 1, '{}', '{}')");
    assertThat(text().lines())
        .contains(
            "sml_latency_p50_seconds{provider=\"p\"} 0.5",
            "sml_latency_p99_seconds{provider=\"p\"} 1.5");
  }

  @Test
  void theHitRatioLeavesOutWhatAskedNoCache() {
    log("p", 200, 1, "hit", "1 minute");
    log("p", 200, 1, "miss", "1 minute");
    log("p", 200, 1, "off", "1 minute");
    assertThat(text().lines()).contains("sml_cache_hit_ratio 0.5");
  }

  @Test
  void learnedQuotasAreShownWhereTheyAreKnown() {
    sql.execute(
        "insert into provider_limits (provider, model_id, remaining_tpm, source)"
            + " values ('p', 'a', 4000, 'header')");
    assertThat(text().lines().filter(line -> line.startsWith("sml_provider_limit")))
        .containsExactly(
            "sml_provider_limit_remaining{provider=\"p\",model=\"a\",type=\"tpm\"} 4000");
  }

  @Test
  void aTableThatCannotBeReadDoesNotHideTheOthers() {
    log("p", 200, 100, "off", "1 minute");
    sql.execute("drop table provider_limits");
    sql.execute("drop table models cascade");
    assertThat(text().lines())
        .contains(
            "sml_models_total{provider=\"unknown\",status=\"unknown\"} 0",
            "sml_request_total{status=\"200\"} 1",
            "sml_provider_limit_remaining{provider=\"unknown\",model=\"unknown\",type=\"unknown\"}"
                + " 0");
  }
}
