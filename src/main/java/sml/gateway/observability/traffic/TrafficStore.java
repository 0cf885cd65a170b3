package sml.gateway.observability.traffic;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tables {@code traffic}, {@code traffic_times} and {@code traffic_calls}; every method fails
 * with a {@code DataAccessException}. Members that are null say that a row is a sum over all of
 * them.
 */
@Component("trafficStore")
class TrafficStore {
  private static final int TIMEOUT_SECONDS = 5;
  private static final String SPAN = " where grain = :grain and start >= :since ";

  private final JdbcClient db;

  /** What the sums of calls and of times are made by. */
  private enum By {
    WINDOW("null::timestamptz as start, provider, model", "(provider), (provider, model)"),
    START("start, provider, null::text as model", "(start, provider)");

    private final String columns;
    private final String sets;

    By(String columns, String sets) {
      this.columns = columns;
      this.sets = sets;
    }
  }

  /** Requests; {@code provider} and {@code model} are empty where no model answered. */
  record Requests(
      @Nullable String provider,
      @Nullable String model,
      @Nullable String category,
      long requests,
      long successes,
      long failures,
      long calls,
      long hedgeWins,
      long cacheHits,
      long inputTokens,
      long outputTokens) {}

  /** Calls of models; {@code start} is null in sums over a window. */
  record Calls(
      @Nullable Instant start,
      String provider,
      @Nullable String model,
      long calls,
      long answered,
      long failed) {}

  /** Times of answers in one bucket; {@code start} is null in sums over a window. */
  record Times(
      @Nullable Instant start,
      String provider,
      @Nullable String model,
      int bucket,
      long answers,
      long firstContents) {}

  /** Requests of an hour or a day. */
  record Volume(
      Instant start,
      @Nullable String provider,
      long requests,
      long successes,
      long failures,
      long inputTokens,
      long outputTokens) {}

  TrafficStore(DataSource source) {
    var template = new JdbcTemplate(source);
    template.setQueryTimeout(TIMEOUT_SECONDS);
    this.db = JdbcClient.create(template);
  }

  /** Sums over a window: of all requests, and by provider, by model and by category. */
  List<Requests> requests(String grain, Instant since) {
    return span(
            """
            select provider, model, category, coalesce(sum(requests), 0) as requests,
              coalesce(sum(successes), 0) as successes, coalesce(sum(failures), 0) as failures,
              coalesce(sum(calls), 0) as calls, coalesce(sum(hedge_wins), 0) as hedge_wins,
              coalesce(sum(cache_hits), 0) as cache_hits,
              coalesce(sum(input_tokens), 0) as input_tokens,
              coalesce(sum(output_tokens), 0) as output_tokens
            from traffic
            """
                + SPAN
                + "group by grouping sets ((), (provider), (provider, model), (category))",
            grain,
            since)
        .query(Requests.class)
        .list();
  }

  /** Times over a window, by provider and by model. */
  List<Times> times(String grain, Instant since) {
    return times(By.WINDOW, grain, since);
  }

  /** Times of each hour or day by provider. */
  List<Times> timesByStart(String grain, Instant since) {
    return times(By.START, grain, since);
  }

  private List<Times> times(By by, String grain, Instant since) {
    return span(
            "select "
                + by.columns
                + ", bucket, sum(answers) as answers, sum(first_contents) as first_contents"
                + " from traffic_times"
                + SPAN
                + "group by bucket, grouping sets ("
                + by.sets
                + ")",
            grain,
            since)
        .query(
            (row, n) ->
                new Times(
                    instant(row),
                    row.getString("provider"),
                    row.getString("model"),
                    row.getInt("bucket"),
                    row.getLong("answers"),
                    row.getLong("first_contents")))
        .list();
  }

  /** Calls over a window, by provider and by model. */
  List<Calls> calls(String grain, Instant since) {
    return calls(By.WINDOW, grain, since);
  }

  /** Calls of each hour or day by provider. */
  List<Calls> callsByStart(String grain, Instant since) {
    return calls(By.START, grain, since);
  }

  private List<Calls> calls(By by, String grain, Instant since) {
    return span(
            "select "
                + by.columns
                + ", sum(calls) as calls, sum(answered) as answered, sum(failed) as failed"
                + " from traffic_calls"
                + SPAN
                + "group by grouping sets ("
                + by.sets
                + ")",
            grain,
            since)
        .query(
            (row, n) ->
                new Calls(
                    instant(row),
                    row.getString("provider"),
                    row.getString("model"),
                    row.getLong("calls"),
                    row.getLong("answered"),
                    row.getLong("failed")))
        .list();
  }

  /** Requests of each hour or day: of all, and by provider. */
  List<Volume> volumes(String grain, Instant since) {
    return span(
            """
            select start, provider, sum(requests) as requests, sum(successes) as successes,
              sum(failures) as failures, sum(input_tokens) as input_tokens,
              sum(output_tokens) as output_tokens
            from traffic
            """
                + SPAN
                + "group by grouping sets ((start), (start, provider))",
            grain,
            since)
        .query(
            (row, n) ->
                new Volume(
                    row.getTimestamp("start").toInstant(),
                    row.getString("provider"),
                    row.getLong("requests"),
                    row.getLong("successes"),
                    row.getLong("failures"),
                    row.getLong("input_tokens"),
                    row.getLong("output_tokens")))
        .list();
  }

  private static @Nullable Instant instant(ResultSet row) throws SQLException {
    Timestamp start = row.getTimestamp("start");
    return start == null ? null : start.toInstant();
  }

  private JdbcClient.StatementSpec span(String sql, String grain, Instant since) {
    return db.sql(sql).param("grain", grain).param("since", since.atOffset(ZoneOffset.UTC));
  }
}
