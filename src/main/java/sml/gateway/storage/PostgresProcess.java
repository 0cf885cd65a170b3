package sml.gateway.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running postgres process and the thread that keeps it: the system sends the process its end
 * signal when the thread that started it ends, so that thread lives as long as it does.
 */
final class PostgresProcess {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);
  private static final String READY = "database system is ready to accept connections";
  private static final int OUTPUT_LINES_KEPT = 12;

  private final ProcessBuilder command;
  private final Runnable onLoss;
  private final CompletableFuture<Process> ready = new CompletableFuture<>();
  private final Deque<String> lastLines = new ArrayDeque<>();
  private volatile @Nullable Process running;
  private volatile boolean stopping;

  private PostgresProcess(ProcessBuilder command, Runnable onLoss) {
    this.command = command;
    this.onLoss = onLoss;
  }

  /** The result of a start: it serves, or it ended with this output. */
  record Start(PostgresProcess postmaster, @Nullable String complaint) {}

  /**
   * Starts it and returns when it accepts connections or has ended.
   *
   * @param onLoss run when it ends on its own after that, on the thread that kept it
   */
  static Start start(ProcessBuilder command, Duration timeout, Runnable onLoss) throws IOException {
    var postgresProcess = new PostgresProcess(command, onLoss);
    Thread.ofPlatform().daemon().name("postgres-keeper").start(postgresProcess::keep);
    try {
      postgresProcess.ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Start(postgresProcess, null);
    } catch (ExecutionException e) {
      return new Start(postgresProcess, String.valueOf(e.getMessage()));
    } catch (TimeoutException e) {
      postgresProcess.giveUp();
      throw new IOException("PostgreSQL was not ready after " + timeout, e);
    } catch (InterruptedException e) {
      postgresProcess.giveUp();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL started", e);
    }
  }

  /** Stops it the fast way: transactions are rolled back, data is flushed. */
  void stop(Duration timeout) throws IOException {
    stopping = true;
    var process = ready.getNow(null);
    if (process == null) {
      return;
    }
    ShellCommands.signal("INT", process.pid());
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("PostgreSQL did not stop within {}; it will recover at the next start", timeout);
        ShellCommands.signal("QUIT", process.pid());
        process.waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ShellCommands.signal("QUIT", process.pid());
    }
  }

  long pid() {
    return ready.join().pid();
  }

  private void giveUp() throws IOException {
    stopping = true;
    var process = running;
    if (process != null) {
      ShellCommands.signal("INT", process.pid());
    }
  }

  private void keep() {
    try {
      var process = command.start();
      running = process;
      try (var lines = process.inputReader()) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          note(process, line);
        }
      }
      ended(process.waitFor());
    } catch (IOException | InterruptedException e) {
      ready.completeExceptionally(e);
    }
  }

  private void note(Process process, String line) {
    LOG.debug("{}", line);
    lastLines.addLast(line);
    if (lastLines.size() > OUTPUT_LINES_KEPT) {
      lastLines.removeFirst();
    }
    if (line.endsWith(READY)) {
      ready.complete(process);
    }
  }

  private void ended(int code) {
    var said = "exit code " + code + ": " + String.join("\n", lastLines);
    var neverServed = ready.completeExceptionally(new IOException(said));
    if (!neverServed && !stopping) {
      LOG.error("The embedded PostgreSQL ended on its own and is started again. {}", said);
      onLoss.run();
    }
  }
}
