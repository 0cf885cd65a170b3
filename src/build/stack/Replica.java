package stack;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A gateway process that reaches PostgreSQL and Valkey through relays of its own. */
final class Replica implements AutoCloseable {
  final String name;
  final int port;
  final Relay database;
  final Relay memory;
  private final Map<String, String> settings = new HashMap<>();
  private final File log;
  private Program program;

  Replica(String name, Path folder, Map<String, String> more) throws IOException {
    this.name = name;
    this.port = Http.freePort();
    this.database = new Relay(URI.create(System.getenv("DATABASE_URL")).getPort());
    this.memory = new Relay(URI.create(System.getenv("REDIS_URL")).getPort());
    this.log = folder.resolve(name + ".log").toFile();
    settings.put("SML_PORT", "" + port);
    settings.put("SML_BIND", "127.0.0.1");
    settings.put("SML_TRUST_NETWORK", "true");
    settings.put("SML_DATA_DIR", folder.resolve("data").toString());
    settings.put("DATABASE_URL", through("DATABASE_URL", database));
    settings.put("REDIS_URL", through("REDIS_URL", memory));
    settings.putAll(more);
  }

  private static String through(String name, Relay relay) {
    String url = System.getenv(name);
    return url.replace(":" + URI.create(url).getPort(), ":" + relay.port());
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  Program program() {
    return program;
  }

  void start() throws IOException {
    Path home = Path.of(System.getProperty("stack.gateway"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@src/build/jvm.options");
    command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar"));
    command.add(home.resolve("sml-gateway.jar").toString());
    program = Program.start(name, log, settings, command);
  }

  /** Whether it serves, by its own word. */
  boolean serves() throws IOException, InterruptedException {
    if (!program.runs()) {
      throw new AssertionError(name + " has ended, see " + log);
    }
    return Http.send(port, "GET", "/api/health", "").statusCode() == 200;
  }

  String health() throws IOException, InterruptedException {
    return Http.json(port, "/api/health").path("status").asText();
  }

  String alerts() throws IOException, InterruptedException {
    return Http.json(port, "/api/health").path("alerts").toString();
  }

  /** The sum of a series of its metrics; NaN when there is none. */
  double metric(String series) throws IOException, InterruptedException {
    return Http.get(port, "/api/metrics")
        .lines()
        .filter(line -> line.startsWith(series + " ") || line.startsWith(series + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .reduce(Double::sum)
        .orElse(Double.NaN);
  }

  String log() throws IOException {
    return Files.readString(log.toPath());
  }

  @Override
  public void close() throws IOException {
    if (program != null) {
      program.close();
    }
    database.close();
    memory.close();
  }
}
