package sml.gateway.observability;

import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the metrics need of the tables; every method fails with a {@code DataAccessException}. */
@Component("metricsStore")
class MetricsStore {
  private static final int TIMEOUT_SECONDS = 5;
  private static final String LAST_DAY = " created_at > now() - interval '24 hours'";
  private static final String LAST_HOURS = " start > now() - interval '24 hours'";

  private final JdbcClient jdbc;

  /** Requests that were answered with one status. */
  record Requests(int status, long count) {}

  /** How long the answers of one provider took. */
  record Latency(String provider, double p50Ms, double p99Ms) {}

  /** What is left of the quotas of one model, null where unknown. */
  record Left(String provider, String model, @Nullable Long tpm, @Nullable Long tpd) {}

  MetricsStore(DataSource source) {
    var template = new JdbcTemplate(source);
    template.setQueryTimeout(TIMEOUT_SECONDS);
    this.jdbc = JdbcClient.create(template);
  }

  /** Requests of the last 24 hours by HTTP status. */
  List<Requests> requests() {
    return jdbc.sql(
            "select status, count(*) from gateway_logs where"
                + LAST_DAY
                + " group by status order by status")
        .query(Requests.class)
        .list();
  }

  /**
   * Latency of the answers of the last 24 hours that came from no cache, else what was learned in
   * all time.
   */
  List<Latency> latencies() {
    List<Latency> measured =
        latencies(
            """
            with times as (
              select provider, bucket, sum(answers) as answers
              from traffic_times where grain = 'hour' and answers > 0 and
            """
                + LAST_HOURS
                + """
                 group by provider, bucket
                ), ranked as (
                  select provider, power(2, (bucket + 0.5) / 4) as ms,
                    sum(answers) over (partition by provider order by bucket) as rank,
                    sum(answers) over (partition by provider) as total
                  from times
                )
                select provider, min(ms) filter (where rank >= 0.5 * total) as p50_ms,
                  min(ms) filter (where rank >= 0.99 * total) as p99_ms
                from ranked group by provider order by provider
                """);
    return measured.isEmpty()
        ? latencies(
            """
            select provider, p50_latency_ms as p50_ms, p99_latency_ms as p99_ms from routing_stats
            where model_id = '*' and prompt_category = '*' and p50_latency_ms is not null
              and p99_latency_ms is not null
            order by provider
            """)
        : measured;
  }

  private List<Latency> latencies(String query) {
    return jdbc.sql(query).query(Latency.class).list();
  }

  /** Share of the requests of the last 24 hours that looked for an answer in a cache and had it. */
  double cacheHitRatio() {
    return jdbc.sql(
            "select coalesce(sum(cache_hits)::float8 / nullif(sum(cache_lookups), 0), 0)"
                + " from traffic where grain = 'hour' and"
                + LAST_HOURS)
        .query(Double.class)
        .single();
  }

  /** The quotas that were reported last. */
  List<Left> limits(int most) {
    return jdbc.sql(
            """
            select provider, model_id as model, remaining_tpm as tpm, remaining_tpd as tpd
            from provider_limits order by updated_at desc limit :most
            """)
        .param("most", most)
        .query(Left.class)
        .list();
  }
}
