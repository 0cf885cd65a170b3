package stack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Three gateways on one PostgreSQL and one Valkey, behind the project's own Caddyfile. */
final class Cluster implements AutoCloseable {
  static final double START_SECONDS = 300;

  final Path folder;
  final List<Replica> replicas = new ArrayList<>();
  final Upstreams upstreams = new Upstreams();
  final int door;
  private Program caddy;

  private Cluster(Path folder) throws IOException {
    this.folder = folder;
    this.door = Http.freePort();
  }

  /** Starts everything; {@code settings} are those of each gateway. */
  static Cluster start(Path folder, Map<String, String> settings) throws Exception {
    empty(folder);
    Cluster cluster = new Cluster(folder.toAbsolutePath());
    try {
      for (String name : List.of("north", "east", "south")) {
        Replica replica = new Replica(name, cluster.folder, settings);
        cluster.replicas.add(replica);
        replica.start();
      }
      for (Replica replica : cluster.replicas) {
        Checks.await(replica.name + " serves", START_SECONDS, replica::serves);
      }
      cluster.open();
      cluster.upstreams.registerAt(cluster.replicas.getFirst().port);
      Checks.await("every gateway knows the providers", 15, cluster::knowsProviders);
      return cluster;
    } catch (Exception | AssertionError failed) {
      cluster.close();
      throw failed;
    }
  }

  private void open() throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "SML_UPSTREAMS", replicas.stream().map(Replica::address).collect(Collectors.joining(" ")));
    settings.put("SML_CADDY_PORT", "" + door);
    settings.put("SML_CADDY_AGENT_PORT", "" + Http.freePort());
    String program = System.getProperty("stack.caddy");
    caddy =
        Program.start(
            "caddy",
            folder.resolve("caddy.log").toFile(),
            settings,
            List.of(program, "run", "--config", "Caddyfile", "--adapter", "caddyfile"));
    Checks.await("Caddy leads to a gateway", 20, () -> answers(door, "/api/health"));
  }

  private boolean knowsProviders() throws IOException, InterruptedException {
    for (Replica replica : replicas) {
      if (!Http.get(replica.port, "/v1/models").contains("brook/two")) {
        return false;
      }
    }
    return true;
  }

  static boolean answers(int port, String path) throws IOException, InterruptedException {
    return Http.send(port, "GET", path, "").statusCode() == 200;
  }

  /** Lets the JVMs compile what they will run: slowly first, then at full rate. */
  List<Sample> warmUp(int perSecond) throws InterruptedException {
    Load.run(door, Math.max(1, perSecond / 5), 8);
    return Load.run(door, perSecond, 8);
  }

  Replica replica(int index) {
    return replicas.get(index);
  }

  /** An empty folder. */
  static void empty(Path folder) throws IOException {
    delete(folder);
    Files.createDirectories(folder);
  }

  /** Deletes a folder with all that is in it; links are not followed. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException trouble)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }

  @Override
  public void close() throws IOException {
    if (caddy != null) {
      caddy.close();
    }
    for (Replica replica : replicas) {
      replica.close();
    }
    upstreams.close();
  }
}
