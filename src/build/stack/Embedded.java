package stack;

import static stack.Checks.check;
import static stack.Checks.say;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One gateway on its own embedded PostgreSQL, whose postmaster is killed under load. */
final class Embedded {
  private Embedded() {}

  static void survivesItsPostgres(Cluster cluster, int perSecond, int seconds) throws Exception {
    say("--- the embedded PostgreSQL killed");
    Path data = cluster.folder.resolve("alone");
    var settings =
        Map.of(
            "DATABASE_URL", "",
            "REDIS_URL", "",
            "SML_JOBS_ENABLED", "false",
            "SML_DISCOVERY", "false",
            "SML_TRUST_NETWORK", "false",
            "SML_DATA_DIR", data.toString());
    try (var alone = new Replica("alone", cluster.folder, settings)) {
      alone.start();
      Checks.await("a gateway of its own serves", Cluster.START_SECONDS, alone::serves);
      cluster.upstreams.registerAt(alone.port);
      say("warm-up: %s", Sample.figures(Load.run(alone.port, perSecond, 5)));
      Load load = Load.start(alone.port, perSecond);
      TimeUnit.SECONDS.sleep(2);
      long lost = Long.parseLong(line(data, 0));
      ProcessHandle.of(lost).orElseThrow().destroyForcibly();
      Checks.await(
          "its PostgreSQL is there again",
          60,
          () -> Files.exists(file(data)) && !line(data, 0).equals("" + lost) && answers(data));
      Checks.await("it is healthy", 60, () -> alone.health().equals("healthy"));
      TimeUnit.SECONDS.sleep(seconds / 10);
      List<Sample> samples = load.stop();
      say("around the kill: %s", Sample.figures(samples));
      check("all are answered " + Sample.failures(samples), Sample.success(samples) == 100);
      Checks.await("every log row is there", 60, () -> complete(data, samples));
      check("it said so", alone.log().contains("event=postgres_restarted"));
      check("and ends with 0", alone.program().terminate(60) == 0);
    }
  }

  private static boolean complete(Path data, List<Sample> samples) throws Exception {
    try (var database = connect(data)) {
      return LogRows.missing(database, samples).isEmpty();
    }
  }

  private static boolean answers(Path data) throws Exception {
    try (var database = connect(data)) {
      return database.isValid(2);
    } catch (SQLException notYet) {
      return false;
    }
  }

  private static Connection connect(Path data) throws Exception {
    String password = Files.readString(data.resolve("pg-password")).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + line(data, 3) + "/smlgateway", "sml", password);
  }

  private static Path file(Path data) {
    return data.resolve("pg").resolve("postmaster.pid");
  }

  private static String line(Path data, int number) throws IOException {
    List<String> lines = Files.readAllLines(file(data));
    if (lines.size() <= number) {
      throw new IOException("the file is being written");
    }
    return lines.get(number).strip();
  }
}
