package sml.gateway.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How postgres is started on a cluster.
 *
 * @param data the data folder
 * @param prefix what to put before the command
 * @param options further options as {@code name=value}; they win over ours
 */
record PostgresLaunch(
    Path data,
    PostgresFolder cluster,
    PostgresBinaries binaries,
    List<String> prefix,
    List<String> options) {
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(PostgresLaunch.class);
  private static final Duration PAUSE = Duration.ofMillis(100);

  // after a kill -9 of postgres its children hold the memory for a moment; another process can take
  // the port
  private static final List<String> PASSING_TROUBLES =
      List.of("pre-existing shared memory block", "could not create any TCP/IP sockets");

  /** A postmaster and where it listens. */
  record Started(PostgresProcess postmaster, int port) {}

  /** Which port to listen on. */
  sealed interface PortChoice {
    int port() throws IOException;

    /** This one while it is free, else any. */
    record Best(int wanted) implements PortChoice {
      @Override
      public int port() throws IOException {
        return freePort(wanted);
      }
    }

    /** This one and no other. */
    record Only(int port) implements PortChoice {}
  }

  /** Prepares a folder that is locked for us. */
  static PostgresLaunch prepare(Path data, List<String> options) throws IOException {
    StaleServer.clear(PostgresFolder.folderIn(data), TIMEOUT);
    var serverAccount = ServerAccount.of(PostgresFolder.folderIn(data));
    var postgresBinaries = PostgresBinaries.unpack(data, serverAccount);
    var postgresFolder = PostgresFolder.open(data, postgresBinaries, serverAccount);
    return new PostgresLaunch(
        data, postgresFolder, postgresBinaries, ending(serverAccount), List.copyOf(options));
  }

  /**
   * Starts it and returns when it accepts connections.
   *
   * @param onLoss run when it ends on its own after that
   * @throws IOException with what it said when it does not start
   */
  Started start(PortChoice choice, Runnable onLoss) throws IOException {
    var deadline = System.nanoTime() + TIMEOUT.toNanos();
    StaleServer.clear(cluster.folder(), TIMEOUT);
    while (true) {
      int port = choice.port();
      var start = PostgresProcess.start(command(port), TIMEOUT, onLoss);
      var complaint = start.complaint();
      if (complaint == null) {
        LOG.info("PostgreSQL {} on 127.0.0.1:{}, data in {}", PostgresBinaries.VERSION, port, data);
        return new Started(start.postmaster(), port);
      }
      if (PASSING_TROUBLES.stream().noneMatch(complaint::contains)
          || System.nanoTime() > deadline) {
        throw new IOException(complaint);
      }
      pause();
    }
  }

  /** The account, its own session (Ctrl-C is ours to answer) and an end with our process. */
  private static List<String> ending(ServerAccount serverAccount) {
    var prefix = new ArrayList<String>();
    if (ShellCommands.offers("setsid", "setsid")) {
      prefix.add("setsid");
    }
    if (ShellCommands.offers("setpriv", "--pdeathsig")) {
      prefix.addAll(serverAccount.lent() ? serverAccount.prefix() : List.of("setpriv"));
      prefix.addAll(List.of("--pdeathsig", "INT"));
    } else {
      prefix.addAll(serverAccount.prefix());
    }
    return prefix;
  }

  private ProcessBuilder command(int port) {
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
            Stream.of(binaries.program("postgres"), "-D", PostgresFolder.HERE),
            Stream.concat(ours, options.stream()).flatMap(option -> Stream.of("-c", option)));
    return ShellCommands.prepare(cluster.folder(), prefix, arguments.toArray(String[]::new));
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
    LockSupport.parkNanos(PAUSE.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("interrupted while PostgreSQL started");
    }
  }
}
