package sml.gateway.ops.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The table {@code request_hours}, and the end of old rows; every method fails with a {@code
 * DataAccessException}.
 */
@Component("historyStore")
class HistoryStore {
  private static final int PATIENCE_SECONDS = 300;

  private final NamedParameterJdbcTemplate jdbc;
  private final String sumUp = query("queries/sum-up-hours.sql");

  HistoryStore(DataSource source) {
    var template = new JdbcTemplate(source);
    template.setQueryTimeout(PATIENCE_SECONDS);
    this.jdbc = new NamedParameterJdbcTemplate(template);
  }

  /** Sums up all hours before this one that are not summed up or got rows since; how many sums. */
  int sumUp(Instant before) {
    return jdbc.update(sumUp, Map.of("before", before.atOffset(ZoneOffset.UTC)));
  }

  int dropRequests(Instant before) {
    return drop("delete from gateway_logs where created_at < :before", before);
  }

  int dropHours(Instant before) {
    return drop("delete from request_hours where hour < :before", before);
  }

  int dropWorkerLogs(Instant before) {
    return drop("delete from worker_logs where created_at < :before", before);
  }

  int dropEvents(Instant before) {
    return drop("delete from events where created_at < :before", before);
  }

  private int drop(String sql, Instant before) {
    return jdbc.update(sql, Map.of("before", before.atOffset(ZoneOffset.UTC)));
  }

  static String query(String name) {
    try {
      return new ClassPathResource(name).getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
