package sml.gateway.storage.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that lives as long as this object: it listens on 127.0.0.1 only, wants a password,
 * writes durably and ends with the program, however that ends.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);

  // after a kill -9 of postgres its children hold the memory for a moment; a port can be snatched
  private static final List<String> PASSING_TROUBLES =
      List.of("pre-existing shared memory block", "could not create any TCP/IP sockets");

  private final FolderLock lock;
  private final Postmaster postmaster;
  private final Cluster cluster;
  private final int port;

  private EmbeddedPostgres(FolderLock lock, Postmaster postmaster, Cluster cluster, int port) {
    this.lock = lock;
    this.postmaster = postmaster;
    this.cluster = cluster;
    this.port = port;
  }

  /**
   * Starts it, sets it up on first use and returns when it accepts connections.
   *
   * @param data folder that keeps everything; made when missing
   * @param port wanted; another one is taken when it is in use, any free one for 0
   * @param options further options of postgres as {@code name=value}; they win over ours
   * @throws DatabaseUnavailable when the folder is taken or PostgreSQL cannot run here
   */
  public static EmbeddedPostgres start(Path data, int port, List<String> options) {
    try {
      Files.createDirectories(data);
      var folder = data.toRealPath();
      var lock = FolderLock.take(folder);
      try {
        return startLocked(lock, folder, port, options);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw DatabaseUnavailable.notHere(
          "The embedded PostgreSQL in %s does not start: %s"
              .formatted(data.toAbsolutePath(), e.getMessage()),
          e);
    }
  }

  private static EmbeddedPostgres startLocked(
      FolderLock lock, Path folder, int wanted, List<String> options) throws IOException {
    Leftover.clear(Cluster.folderIn(folder), PATIENCE);
    var account = Account.of(Cluster.folderIn(folder));
    var binaries = Binaries.unpack(folder, account);
    var cluster = Cluster.open(folder, binaries, account);
    var prefix = ending(account);
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      int port = freePort(wanted);
      var command = command(cluster, binaries, prefix, port, options);
      var start = Postmaster.start(command, PATIENCE);
      var complaint = start.complaint();
      if (complaint == null) {
        LOG.info("PostgreSQL {} on 127.0.0.1:{}, data in {}", Binaries.VERSION, port, folder);
        return new EmbeddedPostgres(lock, start.postmaster(), cluster, port);
      }
      if (PASSING_TROUBLES.stream().noneMatch(complaint::contains)
          || System.nanoTime() > deadline) {
        throw new IOException(complaint);
      }
      pause();
    }
  }

  /** Address of the database for the driver; user and password come apart from it. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + Cluster.DATABASE;
  }

  /** The owner of the database. */
  public String user() {
    return Cluster.USER;
  }

  /** Password of {@link #user()}, random per data folder. */
  public String password() {
    return cluster.password();
  }

  /** Process id of the postmaster. */
  public long pid() {
    return postmaster.pid();
  }

  /** Stops PostgreSQL and frees the folder. */
  @Override
  public void close() {
    try (lock) {
      postmaster.stop(PATIENCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The account, its own session (Ctrl-C is ours to answer) and an end with our process. */
  private static List<String> ending(Account account) {
    var prefix = new ArrayList<String>();
    if (Commands.offers("setsid", "setsid")) {
      prefix.add("setsid");
    }
    if (Commands.offers("setpriv", "--pdeathsig")) {
      prefix.addAll(account.lent() ? account.prefix() : List.of("setpriv"));
      prefix.addAll(List.of("--pdeathsig", "INT"));
    } else {
      prefix.addAll(account.prefix());
    }
    return prefix;
  }

  private static ProcessBuilder command(
      Cluster cluster, Binaries binaries, List<String> prefix, int port, List<String> options) {
    var ours =
        Stream.of(
            "listen_addresses=127.0.0.1",
            "port=" + port,
            "unix_socket_directories=",
            "shared_buffers=64MB",
            "fsync=on",
            "synchronous_commit=on",
            "logging_collector=off",
            "log_destination=stderr");
    var arguments =
        Stream.concat(
            Stream.of(binaries.program("postgres"), "-D", Cluster.HERE),
            Stream.concat(ours, options.stream()).flatMap(option -> Stream.of("-c", option)));
    return Commands.prepare(cluster.folder(), prefix, arguments.toArray(String[]::new));
  }

  static int freePort(int wanted) throws IOException {
    try (var probe = new ServerSocket(wanted, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.getLocalPort();
    } catch (IOException inUse) {
      if (wanted == 0) {
        throw inUse;
      }
      return freePort(0);
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL started", e);
    }
  }
}
