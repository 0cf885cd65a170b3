package sml.gateway.observability.log;

import java.time.Instant;
import java.time.ZoneOffset;
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

  private static final String ROWS =
      """
      select date_trunc('hour', created_at, 'UTC') as hour, coalesce(provider, '') as provider,
        coalesce(resolved_model, '') as model, 1::bigint as requests, good::int::bigint as answered,
        coalesce(input_tokens, 0) as input_tokens, coalesce(output_tokens, 0) as output_tokens,
        case when good then array[floor(ln(greatest(latency_ms, 1)::float8) / ln(2::float8) * 16)]
          else '{}' end::smallint[] as buckets,
        case when good then array[1] else '{}' end::integer[] as counts
      from (
        select *, status < 400 and error is null as good
        from gateway_logs
        where client_ip = :ip and created_at >= :since and %s
      ) as marked
      """;

  /**
   * Sums of finished hours, and the rows of what is not summed up: the hour that the window begins
   * in when it begins within one, and the newest hours.
   */
  private static final String PARTS =
      """
      with parts as (
        select hour, provider, model, requests, answered, input_tokens, output_tokens,
          latency_buckets as buckets, latency_counts as counts
        from request_hours
        where client_ip = :ip and hour >= :since
        union all
      """
          + ROWS.formatted(
              "created_at >= (select coalesce(max(hour) + interval '1 hour', '-infinity')"
                  + " from request_hours)")
          + " union all "
          + ROWS.formatted(
              """
              created_at < date_trunc('hour', :since, 'UTC') + interval '1 hour'
                and date_trunc('hour', :since, 'UTC') < :since
                and created_at < (
                  select coalesce(max(hour) + interval '1 hour', '-infinity') from request_hours)
              """)
          + ")";

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

  List<Hour> hours(String ip, Instant since) {
    return jdbc.query(
        PARTS
            + """
            select to_char(hour at time zone 'UTC', 'YYYY-MM-DD HH24:00') as hour,
              sum(requests) as requests, sum(answered) as answered,
              sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens
            from parts group by 1 order by 1
            """,
        of(ip, since),
        (row, n) ->
            new Hour(
                row.getString("hour"),
                row.getLong("requests"),
                row.getLong("answered"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens")));
  }

  List<Used> models(String ip, Instant since, int most) {
    return jdbc.query(
        PARTS
            + " select provider, model, sum(requests) as requests from parts where model <> ''"
            + " group by 1, 2 order by 3 desc, 1, 2 limit "
            + most,
        of(ip, since),
        (row, n) ->
            used(row.getString("provider"), row.getString("model"), row.getLong("requests")));
  }

  /** The log names models as {@code provider/model}. */
  private static Used used(String provider, String model, long count) {
    String prefix = provider + "/";
    String own = model.startsWith(prefix) ? model.substring(prefix.length()) : model;
    return new Used(provider, own, count);
  }

  List<Times> times(String ip, Instant since) {
    return jdbc.query(
        PARTS
            + " select bucket, sum(count) as count from parts,"
            + " unnest(buckets, counts) as times (bucket, count) group by 1 order by 1",
        of(ip, since),
        (row, n) -> new Times(row.getInt("bucket"), row.getLong("count")));
  }

  private static Map<String, Object> of(String ip, Instant since) {
    return Map.of("ip", ip, "since", since.atOffset(ZoneOffset.UTC));
  }
}
