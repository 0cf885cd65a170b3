package sml.gateway.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that lives as long as this object: it listens on 127.0.0.1 only, wants a password,
 * writes durably and ends with the program, however that ends. When it ends on its own it is
 * started again on the same port, at once and then after growing pauses.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration STEADY = Duration.ofMinutes(1);

  private final FolderLock lock;
  private final PostgresLaunch postgresLaunch;
  private volatile @Nullable PostgresProcess postgresProcess;
  private volatile int port;
  private long servingSince;
  private Duration pause = Duration.ZERO;
  private boolean closed;

  private EmbeddedPostgres(FolderLock lock, PostgresLaunch postgresLaunch) {
    this.lock = lock;
    this.postgresLaunch = postgresLaunch;
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
        var postgres = new EmbeddedPostgres(lock, PostgresLaunch.prepare(folder, options));
        postgres.open(new PostgresLaunch.PortChoice.Best(port));
        return postgres;
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

  private synchronized void open(PostgresLaunch.PortChoice choice) throws IOException {
    var started = postgresLaunch.start(choice, this::revive);
    postgresProcess = started.postmaster();
    port = started.port();
    servingSince = System.nanoTime();
  }

  /** Address of the database for the driver; user and password come apart from it. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresFolder.DATABASE;
  }

  /** The owner of the database. */
  public String user() {
    return PostgresFolder.USER;
  }

  /** Password of {@link #user()}, random per data folder. */
  public String password() {
    return postgresLaunch.cluster().password();
  }

  /** Process id of the postmaster; another one after it was started again. */
  public long pid() {
    return requireNonNull(postgresProcess).pid();
  }

  /** Stops PostgreSQL and frees the folder. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    try (lock) {
      requireNonNull(postgresProcess).stop(PostgresLaunch.TIMEOUT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again; runs on a thread of its own, that of the postmaster which was lost. */
  private synchronized void revive() {
    if (System.nanoTime() - servingSince > STEADY.toNanos()) {
      pause = Duration.ZERO;
    }
    while (pauseIsOver()) {
      pause = longer(pause);
      try {
        open(new PostgresLaunch.PortChoice.Only(port));
        LOG.info("event=postgres_restarted pid={}", pid());
        return;
      } catch (IOException | RuntimeException e) {
        LOG.error("event=postgres_stays_down next_try={} cause={}", pause, e.getMessage());
      }
    }
  }

  /** False when it was closed meanwhile. */
  private boolean pauseIsOver() {
    long end = System.nanoTime() + pause.toNanos();
    try {
      for (long left = pause.toMillis();
          left > 0 && !closed;
          left = (end - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !closed;
  }

  private static Duration longer(Duration pause) {
    var twice = pause.multipliedBy(2);
    return pause.isZero()
        ? FIRST_PAUSE
        : twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
