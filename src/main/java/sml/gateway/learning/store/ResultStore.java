package sml.gateway.learning.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import sml.gateway.learning.results.Results;

/** Table {@code routing_stats}: results per model and category, and summed up per provider. */
@Component
public final class ResultStore extends RowsStore<Results.Row> {
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
        latency_times = excluded.latency_times, updated_at = excluded.updated_at
      """;

  public ResultStore(JdbcTemplate jdbc) {
    super(jdbc, UPSERT);
  }

  @Override
  void bind(PreparedStatement statement, Results.Row row) throws SQLException {
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
  public List<Results.Row> load() {
    return jdbc.query("select * from routing_stats", (row, number) -> read(row));
  }

  private static Results.Row read(ResultSet row) throws SQLException {
    return new Results.Row(
        row.getString("provider"),
        row.getString("model_id"),
        row.getString("prompt_category"),
        row.getLong("calls"),
        row.getLong("success"),
        row.getDouble("success_weight"),
        row.getDouble("failure_weight"),
        row.getObject("p50_latency_ms", Long.class),
        row.getObject("p99_latency_ms", Long.class),
        row.getObject("p50_first_content_ms", Long.class),
        (Integer[]) row.getArray("first_content_times").getArray(),
        (Integer[]) row.getArray("latency_times").getArray(),
        millis(row, "updated_at"));
  }
}
