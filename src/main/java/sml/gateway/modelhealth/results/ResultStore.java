package sml.gateway.modelhealth.results;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import sml.gateway.modelhealth.StateRowsStore;

/**
 * Table {@code routing_stats}: results per model and category, and summed up per provider. Rows to
 * save are what is new; they are added to what the table has, one replica after the other.
 */
@Component
public final class ResultStore extends StateRowsStore<ResultStatistics.Row> {
  // any number, as long as nothing else in this database locks by it
  private static final long LOCK = 0x726f7574L;

  private static final String UPSERT =
      """
      insert into routing_stats (provider, model_id, prompt_category, calls, success,
        success_weight, failure_weight, p50_latency_ms, p99_latency_ms, p50_first_content_ms,
        first_content_times, latency_times, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (provider, model_id, prompt_category) do update set
        calls = excluded.calls, success = excluded.success,
        success_weight = excluded.success_weight, failure_weight = excluded.failure_weight,
        p50_latency_ms = excluded.p50_latency_ms, p99_latency_ms = excluded.p99_latency_ms,
        p50_first_content_ms = excluded.p50_first_content_ms,
        first_content_times = excluded.first_content_times,
        latency_times = excluded.latency_times, updated_at = excluded.updated_at,
        saved_at = clock_timestamp()
      """;

  /** Stands for all models or all categories in a row. */
  private static final String ALL = "*";

  private static final String LIVE_SCORE =
      "update models set live_score = ? where provider = ? and model_id = ?";

  private final ResultStatistics results;
  private OffsetDateTime seen = OffsetDateTime.MIN;

  private record Id(String provider, String model, String category) {
    static Id of(ResultStatistics.Row row) {
      return new Id(row.provider(), row.model(), row.category());
    }
  }

  public ResultStore(JdbcTemplate jdbc, ResultStatistics results) {
    super(jdbc, UPSERT);
    this.results = results;
  }

  @Override
  public void save(List<ResultStatistics.Row> unsaved) {
    // the next transaction sees these rows, and a later saved_at is also a later commit
    db.sql("select pg_advisory_xact_lock(:lock)").param("lock", LOCK).query(row -> {});
    Map<Id, ResultStatistics.Row> saved = saved(unsaved);
    List<ResultStatistics.Row> sums =
        unsaved.stream().map(row -> sum(saved.get(Id.of(row)), row)).toList();
    super.save(sums);
    List<Object[]> scores =
        sums.stream()
            .filter(row -> row.category().equals(ALL) && !row.model().equals(ALL))
            .map(row -> new Object[] {results.score(row), row.provider(), row.model()})
            .toList();
    batches.batchUpdate(LIVE_SCORE, scores);
  }

  private ResultStatistics.Row sum(
      ResultStatistics.@Nullable Row saved, ResultStatistics.Row unsaved) {
    return saved == null ? unsaved : results.sum(saved, unsaved);
  }

  private Map<Id, ResultStatistics.Row> saved(List<ResultStatistics.Row> like) {
    return db
        .sql(
            """
            select r.* from routing_stats r
            join unnest(:providers::text[], :models::text[], :categories::text[]) as k (p, m, c)
              on (provider, model_id, prompt_category) = (p, m, c)
            """)
        .param("providers", texts(like, ResultStatistics.Row::provider))
        .param("models", texts(like, ResultStatistics.Row::model))
        .param("categories", texts(like, ResultStatistics.Row::category))
        .query((row, number) -> read(row))
        .list()
        .stream()
        .collect(Collectors.toMap(Id::of, row -> row, (one, same) -> one));
  }

  private static String[] texts(
      List<ResultStatistics.Row> rows, Function<ResultStatistics.Row, String> text) {
    return rows.stream().map(text).toArray(String[]::new);
  }

  @Override
  public void bind(PreparedStatement statement, ResultStatistics.Row row) throws SQLException {
    Connection connection = statement.getConnection();
    statement.setString(1, row.provider());
    statement.setString(2, row.model());
    statement.setString(3, row.category());
    statement.setLong(4, row.calls());
    statement.setLong(5, row.answered());
    statement.setDouble(6, row.successWeight());
    statement.setDouble(7, row.failureWeight());
    statement.setObject(8, row.p50Ms());
    statement.setObject(9, row.p99Ms());
    statement.setObject(10, row.firstP50Ms());
    statement.setArray(11, connection.createArrayOf("integer", row.firstTimes()));
    statement.setArray(12, connection.createArrayOf("integer", row.wholeTimes()));
    statement.setObject(13, time(row.updatedMs()));
  }

  @Override
  public List<ResultStatistics.Row> load() {
    return db.sql("select * from routing_stats").query((row, number) -> read(row)).list();
  }

  // called by one thread, the one that saves
  @Override
  public List<ResultStatistics.Row> changes() {
    return db.sql("select * from routing_stats where saved_at > :seen")
        .param("seen", seen)
        .query((row, number) -> see(row))
        .list();
  }

  private ResultStatistics.Row see(ResultSet row) throws SQLException {
    OffsetDateTime saved = row.getObject("saved_at", OffsetDateTime.class);
    seen = saved.isAfter(seen) ? saved : seen;
    return read(row);
  }

  private static ResultStatistics.Row read(ResultSet row) throws SQLException {
    return new ResultStatistics.Row(
        row.getString("provider"),
        row.getString("model_id"),
        row.getString("prompt_category"),
        row.getLong("calls"),
        row.getLong("success"),
        row.getDouble("success_weight"),
        row.getDouble("failure_weight"),
        (Integer[]) row.getArray("first_content_times").getArray(),
        (Integer[]) row.getArray("latency_times").getArray(),
        millis(row, "updated_at"));
  }
}
