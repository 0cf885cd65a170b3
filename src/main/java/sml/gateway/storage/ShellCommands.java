package sml.gateway.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Short-lived programs: runs one to its end. */
final class ShellCommands {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private ShellCommands() {}

  /** Exit code and everything the program said. */
  record Outcome(int code, String output) {}

  /**
   * A program that knows nothing of our environment: no PG* variable can change what it does, no
   * secret of ours reaches it.
   */
  static ProcessBuilder prepare(Path folder, List<String> prefix, String... command) {
    var fullCommand = Stream.concat(prefix.stream(), Stream.of(command)).toList();
    var builder =
        new ProcessBuilder(fullCommand).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", PATH, "LC_ALL", "C"));
    return builder;
  }

  /** Runs it and feeds it {@code input}. */
  static Outcome run(ProcessBuilder builder, String input) throws IOException {
    var process = builder.start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException alreadyEnded) {
      // its exit code and output say more
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Outcome(process.waitFor(), output);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + builder.command(), e);
    }
  }

  /** Whether a program exists on this machine and mentions {@code option} in its help. */
  static boolean offers(String program, String option) {
    try {
      return run(prepare(Path.of("/"), List.of(), program, "--help"), "").output().contains(option);
    } catch (IOException missing) {
      return false;
    }
  }

  /** Sends a signal by name: INT stops PostgreSQL fast, QUIT at once. */
  static void signal(String name, long pid) throws IOException {
    // the exit code is of no use: the process may end on its own at any moment
    run(prepare(Path.of("/"), List.of(), "sh", "-c", "kill -" + name + " " + pid), "");
  }
}
