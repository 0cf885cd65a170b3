package stack;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table gateway_logs, read past the gateways. */
final class LogRows {
  private LogRows() {}

  /** Those of the requests with an id that have no row, or more than one. */
  static Set<String> missing(List<Sample> samples) throws SQLException {
    try (Connection database = open()) {
      return missing(database, samples);
    }
  }

  /** The same, of any database. */
  static Set<String> missing(Connection database, List<Sample> samples) throws SQLException {
    Set<String> ids = new HashSet<>();
    samples.stream().map(sample -> sample.id).filter(id -> !id.isEmpty()).forEach(ids::add);
    try (var rows =
        database.prepareStatement(
            "select request_id from gateway_logs where request_id = any(?)"
                + " group by request_id having count(*) = 1")) {
      rows.setArray(1, database.createArrayOf("text", ids.toArray()));
      try (var found = rows.executeQuery()) {
        while (found.next()) {
          ids.remove(found.getString(1));
        }
      }
    }
    return ids;
  }

  static Connection open() throws SQLException {
    URI url = URI.create(System.getenv("DATABASE_URL"));
    String[] account = url.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + url.getPort() + url.getPath(), account[0], account[1]);
  }
}
