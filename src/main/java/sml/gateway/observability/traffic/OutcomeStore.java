package sml.gateway.observability.traffic;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What exams, complaints and health checks say of providers; every method fails with a {@code
 * DataAccessException}.
 */
@Component("outcomeStore")
class OutcomeStore {
  private static final int TIMEOUT_SECONDS = 5;

  private final JdbcClient db;

  /** A figure of one provider on one day. */
  record DayFigure(Instant start, String provider, double figure) {}

  /** A health check or a cooldown that found a model not usable. */
  record Incident(
      String modelId,
      String provider,
      String status,
      @Nullable String error,
      long latencyMs,
      Instant checkedAt,
      @Nullable Instant cooldownUntil) {}

  /** How many models of a provider are cooling down. */
  record CooldownCount(String provider, long count) {}

  OutcomeStore(DataSource source) {
    var template = new JdbcTemplate(source);
    template.setQueryTimeout(TIMEOUT_SECONDS);
    this.db = JdbcClient.create(template);
  }

  /** The mean score in percent of the exams that ended on a day. */
  List<DayFigure> examScores(Instant since) {
    return days(
        """
        select date_trunc('day', finished_at, 'UTC') as start,
          split_part(model_id, ':', 1) as provider, avg(score_pct)::float8 as figure
        from exam_attempts
        where status = 'finished' and finished_at >= :since
        group by 1, 2
        """,
        since);
  }

  /** The complaints of a day. */
  List<DayFigure> complaints(Instant since) {
    return days(
        """
        select date_trunc('day', created_at, 'UTC') as start,
          split_part(model_id, '/', 1) as provider, count(*)::float8 as figure
        from complaints
        where created_at >= :since
        group by 1, 2
        """,
        since);
  }

  private List<DayFigure> days(String sql, Instant since) {
    return db.sql(sql)
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query(
            (row, n) ->
                new DayFigure(
                    row.getTimestamp("start").toInstant(),
                    row.getString("provider"),
                    row.getDouble("figure")))
        .list();
  }

  /** The newest incidents. */
  List<Incident> incidents(Instant since, int most) {
    return db.sql(
            """
            select model_id, split_part(model_id, ':', 1) as provider, status, error,
              latency_ms, checked_at, cooldown_until
            from health_logs
            where checked_at >= :since and status <> 'available'
            order by checked_at desc, id desc
            limit :most
            """)
        .param("since", since.atOffset(ZoneOffset.UTC))
        .param("most", most)
        .query(
            (row, n) -> {
              var until = row.getTimestamp("cooldown_until");
              return new Incident(
                  row.getString("model_id"),
                  row.getString("provider"),
                  row.getString("status"),
                  row.getString("error"),
                  row.getLong("latency_ms"),
                  row.getTimestamp("checked_at").toInstant(),
                  until == null ? null : until.toInstant());
            })
        .list();
  }

  /** Models that are cooling down at this instant. */
  List<CooldownCount> cooldowns(Instant now) {
    return db.sql(
            """
            select provider, count(*) from model_fail_streak
            where cooldown_until > :now group by provider order by count desc, provider
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query((row, n) -> new CooldownCount(row.getString("provider"), row.getLong("count")))
        .list();
  }
}
