package sml.gateway.observability.log;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.json.ProgramFile;

/** The table {@code gateway_logs}; every method fails with a {@code DataAccessException}. */
@Component("requestLogStore")
class RequestLogStore {
  private static final String ENTRY =
      "select id, coalesce(request_id, '') as request_id,"
          + " coalesce(request_model, '') as request_model, resolved_model, provider, status,"
          + " latency_ms, first_byte_ms, input_tokens, output_tokens, error, user_message,"
          + " assistant_message, client_ip, category, stream, hedge, attempts,"
          + " coalesce(cache, '') as cache, created_at";

  private static final RowMapper<LogEntry> ROW = new SimplePropertyRowMapper<>(LogEntry.class);

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
        .query((row, n) -> new Stored(requireNonNull(ROW.mapRow(row, n)), row.getString("trace")))
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
        .query(ROW)
        .list();
  }

  long count() {
    return jdbc.sql("select count(*) from gateway_logs").query(Long.class).single();
  }
}
