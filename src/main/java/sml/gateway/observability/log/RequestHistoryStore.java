package sml.gateway.observability.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.json.ProgramFile;

/**
 * Writes the tables {@code client_hours} and {@code client_models}, and ends old rows and counts;
 * every method fails with a {@code DataAccessException}.
 */
@Component("requestHistoryStore")
class RequestHistoryStore {
  private static final int TIMEOUT_SECONDS = 300;

  private final JdbcClient db;
  private final String sumUp = new ProgramFile("queries/sum-up-hours.sql").text();

  RequestHistoryStore(DataSource source) {
    var template = new JdbcTemplate(source);
    template.setQueryTimeout(TIMEOUT_SECONDS);
    this.db = JdbcClient.create(template);
  }

  /** Sums up all hours before this one that are not summed up or got rows since; how many sums. */
  int sumUp(Instant before) {
    return update(sumUp, before);
  }

  int dropRequests(Instant before) {
    return update("delete from gateway_logs where created_at < :before", before);
  }

  int dropHours(Instant before) {
    return update("delete from client_hours where hour < :before", before)
        + update("delete from client_models where hour < :before", before);
  }

  /** Deletes counts of hours and of days that began before these instants. */
  int dropTraffic(Instant hoursBefore, Instant daysBefore) {
    int rows = 0;
    for (String table : List.of("traffic", "traffic_times", "traffic_calls")) {
      String delete = "delete from " + table + " where start < :before and grain = ";
      rows += update(delete + "'hour'", hoursBefore) + update(delete + "'day'", daysBefore);
    }
    return rows;
  }

  int dropWorkerLogs(Instant before) {
    return update("delete from worker_logs where created_at < :before", before);
  }

  int dropEvents(Instant before) {
    return update("delete from events where created_at < :before", before);
  }

  private int update(String sql, Instant before) {
    return db.sql(sql).param("before", before.atOffset(ZoneOffset.UTC)).update();
  }
}
