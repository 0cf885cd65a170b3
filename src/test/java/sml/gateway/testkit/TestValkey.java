package sml.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A real Valkey for tests: the one of {@code -Dsml.test.redis=redis://host:port}, else one that is
 * started from an installed {@code valkey-server} or {@code redis-server}. Without either the test
 * is skipped. Each test uses key prefixes of its own.
 */
public final class TestValkey {
  private TestValkey() {}

  /** Its address; ends the test as skipped when there is none. */
  public static URI uri() {
    return Running.URI.orElseThrow(
        () ->
            new TestAbortedException(
                "skipped: no Valkey. Install valkey-server, or name one by"
                    + " -Dsml.test.redis=redis://host:port"));
  }

  private static final class Running {
    static final Optional<URI> URI = find();
    private static final int TRIES = 5;

    private static Optional<URI> find() {
      String given = System.getProperty("sml.test.redis", "");
      return given.isBlank()
          ? program().map(Running::start)
          : Optional.of(java.net.URI.create(given));
    }

    private static Optional<Path> program() {
      String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
      return Stream.of("valkey-server", "redis-server")
          .flatMap(name -> Stream.of(path.split(":")).map(folder -> Path.of(folder, name)))
          .filter(Files::isExecutable)
          .findFirst();
    }

    /** Another port is tried when another process took the free one meanwhile. */
    private static URI start(Path program) {
      try {
        Path folder = Files.createDirectories(Path.of("target", "test-valkey")).toAbsolutePath();
        for (int tries = 0; tries < TRIES; tries++) {
          int port = freePort();
          Process server = launch(program, folder, port);
          Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
          if (listens(server, port)) {
            return java.net.URI.create("redis://127.0.0.1:" + port);
          }
        }
        throw new IllegalStateException("valkey-server ended, see target/test-valkey/log");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Process launch(Path program, Path folder, int port) throws IOException {
      var command =
          List.of(
              program.toString(),
              "--bind",
              "127.0.0.1",
              "--port",
              Integer.toString(port),
              "--dir",
              folder.toString(),
              "--save",
              "",
              "--appendonly",
              "no");
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("log").toFile())
          .start();
    }

    private static int freePort() throws IOException {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }

    /** Waits until it can be reached; false when it has ended. */
    private static boolean listens(Process server, int port) {
      org.awaitility.Awaitility.await("valkey-server listens")
          .atMost(60, TimeUnit.SECONDS)
          .until(
              () -> {
                try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
                  return socket.isConnected();
                } catch (IOException notYet) {
                  return !server.isAlive();
                }
              });
      return server.isAlive();
    }
  }
}
