package sml.gateway.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a gateway that was killed may leave behind: a postgres that still runs on our folder. */
final class StaleServer {
  private static final Logger LOG = LoggerFactory.getLogger(StaleServer.class);

  private StaleServer() {}

  /** Ends it. Only the holder of the folder lock may call this. */
  static void clear(Path cluster, Duration timeout) throws IOException {
    var pidFile = cluster.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    var pid = Files.readAllLines(pidFile).stream().findFirst().map(String::strip).orElse("");
    var process = pid.matches("\\d+") ? ProcessHandle.of(Long.parseLong(pid)) : null;
    if (process == null || process.isEmpty() || !process.get().isAlive()) {
      // postgres handles a stale file itself: it knows whether its shared memory is still in use
      return;
    }
    if (!runsOn(cluster, pid)) {
      // another program has this process id now; postgres would take it for its own and refuse
      Files.deleteIfExists(pidFile);
      return;
    }
    LOG.info("Stopping the PostgreSQL (pid {}) that an earlier gateway left on {}", pid, cluster);
    ShellCommands.signal("INT", process.get().pid());
    await(process.get(), timeout);
  }

  private static boolean runsOn(Path cluster, String pid) throws IOException {
    var home = Path.of("/proc", pid);
    try {
      if (!Files.readString(home.resolve("cmdline")).contains("postgres")) {
        return false;
      }
      return Files.readSymbolicLink(home.resolve("cwd")).equals(cluster.toRealPath());
    } catch (AccessDeniedException hidden) {
      return true; // a container without CAP_SYS_PTRACE; the name alone has to do
    } catch (IOException ended) {
      return false;
    }
  }

  private static void await(ProcessHandle process, Duration timeout) throws IOException {
    try {
      process.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("PostgreSQL with pid " + process.pid() + " does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while an old PostgreSQL stopped", e);
    }
  }
}
