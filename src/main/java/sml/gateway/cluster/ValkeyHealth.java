package sml.gateway.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Valkey can be reached, judged by heartbeats that make the full round: sent as a command
 * and received again as a message. A short failure counts at once; it is logged only when it lasts.
 */
final class ValkeyHealth {
  private static final Logger LOG = LoggerFactory.getLogger(ValkeyHealth.class);
  private static final int BEATS = 3;
  // the route that receives the messages starts last
  private static final int BEATS_AT_START = 120;

  private final long heartbeat;
  private final LongSupplier nanos;
  private final long startedAt;
  private long wellAt;
  private long heardAt;
  private boolean heardEver;
  private boolean everWell;
  private boolean logged;
  private volatile boolean well;
  private volatile boolean lost;
  private volatile int replicas = 1;

  /**
   * @param heartbeatNanos pause between two heartbeats
   * @param nanos the time
   */
  ValkeyHealth(long heartbeatNanos, LongSupplier nanos) {
    this.heartbeat = heartbeatNanos;
    this.nanos = nanos;
    this.startedAt = nanos.getAsLong();
    this.wellAt = startedAt;
  }

  /** True when commands are answered and messages arrive. */
  boolean isWell() {
    return well;
  }

  /** True when it has been unreachable for longer than a short failure. */
  boolean isLost() {
    return lost;
  }

  int replicas() {
    return replicas;
  }

  /** Seconds since it was healthy; 0 while it is. */
  synchronized long awaySeconds() {
    return well ? 0 : (nanos.getAsLong() - wellAt) / 1_000_000_000L;
  }

  /** The own heartbeat came back as a message. */
  synchronized void heard() {
    heardAt = nanos.getAsLong();
    heardEver = true;
  }

  /** A connection broke, and messages may be lost: only a new full round counts as healthy. */
  synchronized void broken() {
    heardEver = false;
    // one that breaks while the program starts shows nothing: heartbeats find out
    if (everWell) {
      ill("the connection broke");
    }
  }

  /** A heartbeat was answered, by how many replicas; true when that completes the full round. */
  synchronized boolean answered(int alive) {
    replicas = Math.max(1, alive);
    long now = nanos.getAsLong();
    if (heardEver && now - heardAt <= BEATS * heartbeat) {
      return true;
    }
    if (heardEver || now - startedAt > BEATS_AT_START * heartbeat) {
      ill("its messages do not arrive");
    }
    return false;
  }

  /** Everything works and the tables are up to date. */
  synchronized void well() {
    if (!heardEver) {
      return;
    }
    well = true;
    everWell = true;
    wellAt = nanos.getAsLong();
    if (lost || !logged) {
      LOG.info("event=valkey_answers replicas={}", replicas);
      logged = true;
    }
    lost = false;
  }

  /** Waits for an answer of Valkey; null when it is away or does not answer in time. */
  <T> @Nullable T await(Supplier<CompletableFuture<T>> command, Duration longest) {
    return await(command, longest, longest);
  }

  /** The same; a wait that was shorter than {@code enough} shows nothing about Valkey. */
  <T> @Nullable T await(Supplier<CompletableFuture<T>> command, Duration longest, Duration enough) {
    if (!well || !longest.isPositive()) {
      return null;
    }
    try {
      return command.get().get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException away) {
      ill(String.valueOf(away.getMessage()));
      return null;
    } catch (TimeoutException late) {
      if (longest.compareTo(enough) >= 0) {
        ill("no answer within " + longest.toMillis() + " ms");
      }
      return null;
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** A command was not answered. */
  synchronized void ill(String cause) {
    well = false;
    if (!lost && nanos.getAsLong() - wellAt > BEATS * heartbeat) {
      lost = true;
      logged = true;
      LOG.warn("event=valkey_away cause={} each replica goes on by itself", cause);
    }
  }
}
