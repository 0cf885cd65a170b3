package sml.gateway.observability.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.json.ProgramFile;

/** The table {@code gateway_logs}; every method fails with a {@code DataAccessException}. */
@Component("requestLogStore")
class RequestLogStore {
  private static final String ENTRY =
      "select id, request_id, request_model, resolved_model, provider, status, latency_ms,"
          + " first_byte_ms, input_tokens, output_tokens, error, user_message, assistant_message,"
          + " client_ip, category, stream, hedge, attempts, cache, created_at";

  private final JdbcClient jdbc;
  private final String insert = new ProgramFile("queries/write-log.sql").text();

  /** A stored row; {@code trace} is JSON. */
  record Stored(LogEntry entry, String trace) {}

  RequestLogStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Writes rows given as a JSON array of objects with the columns as members, and counts those that
   * are new in the tables of traffic, all or nothing.
   */
  void write(String rows) {
    jdbc.sql(insert).param("rows", rows).update();
  }

  /** The newest row of a request. */
  Optional<Stored> find(String requestId) {
    return jdbc.sql(
            ENTRY
                + ", coalesce(trace, '{}'::jsonb) as trace from gateway_logs"
                + " where request_id = :id order by id desc limit 1")
        .param("id", requestId)
        .query((row, n) -> new Stored(entry(row), row.getString("trace")))
        .optional();
  }

  /** Rows, newest first. */
  List<LogEntry> page(int limit, int offset) {
    return jdbc.sql(
            ENTRY
                + " from gateway_logs order by created_at desc, id desc"
                + " limit :limit offset :offset")
        .param("limit", limit)
        .param("offset", offset)
        .query((row, n) -> entry(row))
        .list();
  }

  long count() {
    return jdbc.sql("select count(*) from gateway_logs").query(Long.class).single();
  }

  private static LogEntry entry(ResultSet row) throws SQLException {
    return new LogEntry(
        row.getLong("id"),
        text(row, "request_id"),
        text(row, "request_model"),
        row.getString("resolved_model"),
        row.getString("provider"),
        row.getInt("status"),
        row.getLong("latency_ms"),
        row.getObject("first_byte_ms", Long.class),
        row.getObject("input_tokens", Long.class),
        row.getObject("output_tokens", Long.class),
        row.getString("error"),
        row.getString("user_message"),
        row.getString("assistant_message"),
        row.getString("client_ip"),
        row.getString("category"),
        row.getBoolean("stream"),
        row.getBoolean("hedge"),
        row.getInt("attempts"),
        text(row, "cache"),
        row.getTimestamp("created_at").toInstant());
  }

  private static String text(ResultSet row, String column) throws SQLException {
    @Nullable String value = row.getString(column);
    return value == null ? "" : value;
  }
}
