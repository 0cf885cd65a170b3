package sml.gateway.observability.log;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** The requests of one client address; every method fails with a {@code DataAccessException}. */
@Component("clientHistoryStore")
class ClientHistoryStore {
  private static final int TIMEOUT_SECONDS = 5;

  /**
   * The rows of what is not summed up: the newest hours, and the hour that the window begins in
   * when it begins within one. The bounds are parameters, as PostgreSQL cannot guess how many rows
   * lie beyond one that another table has.
   */
  private static final String ROWS =
      """
      with own as (
        select * from gateway_logs where client_ip = :ip and created_at >= :fresh
        union all
        select * from gateway_logs
        where client_ip = :ip and created_at >= :since and created_at < :whole
      ), fresh as (
        select date_trunc('hour', created_at, 'UTC') as hour, coalesce(provider, '') as provider,
          coalesce(resolved_model, '') as model, status < 400 and error is null as good,
          coalesce(input_tokens, 0) as input_tokens, coalesce(output_tokens, 0) as output_tokens,
          coalesce(latency_ms, 0) as latency_ms
        from own
      )
      """;

  private static final String SUMS = " where client_ip = :ip and hour >= :since and hour < :until ";

  private static final Instant NEVER = Instant.EPOCH;

  private final NamedParameterJdbcTemplate jdbc;

  /** What was asked in an hour; {@code hour} as "YYYY-MM-DD HH:00" in UTC. */
  record Hour(String hour, long count, long success, long inputTokens, long outputTokens) {}

  /** How often a model was the one that answered or failed last. */
  record Used(String provider, String model, long count) {}

  /** How many answers took about 2^((bucket + 0.5) / 16) milliseconds. */
  record Times(int bucket, long count) {}

  ClientHistoryStore(DataSource source) {
    var template = new JdbcTemplate(source);
    template.setQueryTimeout(TIMEOUT_SECONDS);
    this.jdbc = new NamedParameterJdbcTemplate(template);
  }

  /** Until when hours are summed up; one value for all figures of a page. */
  Instant summedUp() {
    String newest = "select max(hour) + interval '1 hour' from client_hours";
    var until = jdbc.getJdbcTemplate().queryForObject(newest, OffsetDateTime.class);
    return until == null ? NEVER : until.toInstant();
  }

  List<Hour> hours(String ip, Instant since, Instant summedUp) {
    return jdbc.query(
        ROWS
            + """
            select to_char(hour at time zone 'UTC', 'YYYY-MM-DD HH24:00') as hour,
              sum(requests) as requests, sum(answered) as answered,
              sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens
            from (
              select hour, requests, answered, input_tokens, output_tokens from client_hours
            """
            + SUMS
            + """
              union all
              select hour, 1, good::integer, input_tokens, output_tokens from fresh
            ) as parts
            group by 1 order by 1
            """,
        of(ip, since, summedUp),
        (row, n) ->
            new Hour(
                row.getString("hour"),
                row.getLong("requests"),
                row.getLong("answered"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens")));
  }

  List<Used> models(String ip, Instant since, Instant summedUp, int most) {
    return jdbc.query(
        ROWS
            + "select provider, model, sum(requests) as requests from ("
            + " select provider, model, requests from client_models"
            + SUMS
            + "union all select provider, model, 1 from fresh where model <> '') as parts"
            + " group by 1, 2 order by 3 desc, 1, 2 limit "
            + most,
        of(ip, since, summedUp),
        (row, n) ->
            used(row.getString("provider"), row.getString("model"), row.getLong("requests")));
  }

  /** The log names models as {@code provider/model}. */
  private static Used used(String provider, String model, long count) {
    String prefix = provider + "/";
    String own = model.startsWith(prefix) ? model.substring(prefix.length()) : model;
    return new Used(provider, own, count);
  }

  List<Times> times(String ip, Instant since, Instant summedUp) {
    return jdbc.query(
        ROWS
            + """
            select bucket, sum(count) as count
            from (
              select bucket, count
              from client_hours, unnest(latency_buckets, latency_counts) as times (bucket, count)
            """
            + SUMS
            + """
              union all
              select floor(ln(greatest(latency_ms, 1)::float8) / ln(2::float8) * 16)::smallint, 1
              from fresh where good
            ) as parts
            group by 1 order by 1
            """,
        of(ip, since, summedUp),
        (row, n) -> new Times(row.getInt("bucket"), row.getLong("count")));
  }

  private static Map<String, Object> of(String ip, Instant since, Instant summedUp) {
    Instant hour = since.truncatedTo(ChronoUnit.HOURS);
    Instant whole = hour.equals(since) ? since : hour.plus(1, ChronoUnit.HOURS);
    return Map.of(
        "ip", ip,
        "since", at(since),
        "until", at(summedUp),
        "fresh", at(since.isBefore(summedUp) ? summedUp : since),
        "whole", at(whole.isBefore(summedUp) ? whole : summedUp));
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
