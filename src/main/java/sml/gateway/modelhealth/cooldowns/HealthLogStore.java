package sml.gateway.modelhealth.cooldowns;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import sml.gateway.modelhealth.StateRowsStore;

/** Table {@code health_logs}: an entry whenever a cooldown begins or ends, and for each check. */
@Component
public final class HealthLogStore extends StateRowsStore<HealthLog.Row> {
  private static final String INSERT =
      """
      insert into health_logs (model_id, status, error, checked_at, cooldown_until, latency_ms)
      values (?, ?, ?, ?, ?, ?)
      """;

  public HealthLogStore(JdbcTemplate jdbc) {
    super(jdbc, INSERT);
  }

  @Override
  public void bind(PreparedStatement statement, HealthLog.Row row) throws SQLException {
    statement.setString(1, row.ref().rowId());
    statement.setString(2, row.status());
    statement.setString(3, text(row.error()));
    statement.setObject(4, time(row.atMs()));
    statement.setObject(5, time(row.untilMs()));
    statement.setInt(6, (int) Math.min(row.latencyMs(), Integer.MAX_VALUE));
  }

  @Override
  public List<HealthLog.Row> load() {
    return List.of();
  }

  /** Deletes entries from before that time; those of a cooldown that still lasts stay. */
  public int dropBefore(long epochMs, long nowMs) {
    return db.sql(
            """
            delete from health_logs where checked_at < :before
              and (cooldown_until is null or cooldown_until <= :now)
            """)
        .param("before", time(epochMs))
        .param("now", time(nowMs))
        .update();
  }
}
