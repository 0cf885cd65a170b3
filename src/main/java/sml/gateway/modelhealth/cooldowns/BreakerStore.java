package sml.gateway.modelhealth.cooldowns;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.StateRowsStore;

/** Table {@code circuits}: the state of every breaker that was ever open. */
@Component
public final class BreakerStore extends StateRowsStore<Breakers.Row> {
  private static final String UPSERT =
      """
      insert into circuits (model_id, provider, model, state, calls, failed, open_until)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (model_id) do update set
        state = excluded.state, calls = excluded.calls, failed = excluded.failed,
        open_until = excluded.open_until, updated_at = now()
      """;

  public BreakerStore(JdbcTemplate jdbc) {
    super(jdbc, UPSERT);
  }

  @Override
  public void bind(PreparedStatement statement, Breakers.Row row) throws SQLException {
    statement.setString(1, row.ref().rowId());
    statement.setString(2, row.ref().provider());
    statement.setString(3, row.ref().model());
    statement.setString(4, row.state());
    statement.setInt(5, row.calls());
    statement.setInt(6, row.failed());
    statement.setObject(7, time(row.openUntilMs()));
  }

  @Override
  public List<Breakers.Row> load() {
    return db.sql("select * from circuits where open_until is not null")
        .query(
            (row, number) ->
                new Breakers.Row(
                    new ModelRef(row.getString("provider"), row.getString("model")),
                    row.getString("state"),
                    row.getInt("calls"),
                    row.getInt("failed"),
                    millis(row, "open_until")))
        .list();
  }
}
