package sml.gateway.modelhealth;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One table of this room: one batch per save, and times as epoch milliseconds. Every method can
 * throw a Spring {@code DataAccessException}.
 */
public abstract class StateRowsStore<R> {
  private static final int BATCH = 500;

  public final JdbcClient db;
  public final JdbcTemplate batches;
  private final String upsert;

  public StateRowsStore(JdbcTemplate jdbc, String upsert) {
    this.db = JdbcClient.create(jdbc);
    this.batches = jdbc;
    this.upsert = upsert;
  }

  /** Sets the parameters of the upsert. */
  public abstract void bind(PreparedStatement statement, R row) throws SQLException;

  /** The rows an earlier process left. */
  public abstract List<R> load();

  /** Rows that any replica changed since the last call; all at the first call. */
  public List<R> changes() {
    return List.of();
  }

  /** Adds or replaces rows in the transaction of the caller, in one round trip per batch. */
  public void save(List<R> rows) {
    batches.batchUpdate(upsert, rows, BATCH, (statement, row) -> bind(statement, row));
  }

  /** Without what no text in the database may hold. */
  static @Nullable public String text(@Nullable String any) {
    return any == null ? null : any.replace('\0', ' ');
  }

  /** 0 is saved as null. */
  static @Nullable public OffsetDateTime time(long epochMs) {
    return epochMs == 0 ? null : Instant.ofEpochMilli(epochMs).atOffset(ZoneOffset.UTC);
  }

  static @Nullable public OffsetDateTime time(@Nullable Long epochMs) {
    return epochMs == null ? null : time(epochMs.longValue());
  }

  /** Null is read as 0. */
  public static long millis(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? 0 : time.toInstant().toEpochMilli();
  }

  static @Nullable public Long millisOrNull(ResultSet row, String column) throws SQLException {
    long millis = millis(row, column);
    return millis == 0 ? null : millis;
  }
}
