package sml.gateway.http;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The open connections: who is being answered on each, and how long each may stay silent. */
final class ConnectionRegistry {
  private final Map<HttpConnection, Connection> open = new ConcurrentHashMap<>();
  private final Duration headTimeout;
  private final Duration idleTimeout;
  private final int most;

  ConnectionRegistry(HttpSettings settings) {
    this.headTimeout = settings.headTimeout();
    this.idleTimeout = settings.idleTimeout();
    this.most = settings.maxConnections();
  }

  /** Registers a new connection; one above the limit is closed. */
  void opened(HttpConnection connection) {
    PipeliningHandler.install(connection);
    Connection known = of(connection);
    if (open.size() > most) {
      known.close();
      return;
    }
    known.expect(headTimeout, known::close);
  }

  Connection of(HttpConnection connection) {
    return open.computeIfAbsent(connection, this::watch);
  }

  /** Closes connections that were silent for too long. */
  void sweep(long nowNanos) {
    open.values().forEach(known -> known.sweep(nowNanos));
  }

  void closeAll() {
    open.values().forEach(Connection::close);
  }

  int count() {
    return open.size();
  }

  private Connection watch(HttpConnection connection) {
    var known = new Connection(connection, idleTimeout);
    connection.exceptionHandler(broken -> {});
    connection.closeHandler(
        closed -> {
          open.remove(connection);
          known.closed();
        });
    return known;
  }

  /** One connection. */
  static final class Connection {
    private final HttpConnection connection;
    private final Duration idleTimeout;
    private volatile @Nullable SocketConnection current;
    private volatile @Nullable Limit limit;
    private volatile boolean over;

    private record Limit(long deadlineNanos, Runnable onExpiry) {}

    Connection(HttpConnection connection, Duration idleTimeout) {
      this.connection = connection;
      this.idleTimeout = idleTimeout;
    }

    /** A head has arrived; {@code client} is notified if the connection closes. */
    void busy(SocketConnection client) {
      limit = null;
      current = client;
    }

    /** No client needs to hear of a close, and silence is limited elsewhere. */
    void detach() {
      limit = null;
      current = null;
    }

    /** The exchange of {@code client} is complete; closing is harmless from now on. */
    void idle(SocketConnection client) {
      if (current == client) {
        current = null;
        expect(idleTimeout, this::close);
      }
    }

    /** Something has to arrive within {@code timeout}. */
    void expect(Duration timeout, Runnable onExpiry) {
      limit = new Limit(System.nanoTime() + timeout.toNanos(), onExpiry);
    }

    void clearDeadline() {
      limit = null;
    }

    void close() {
      over = true;
      connection.close();
    }

    /** Nothing that arrives from now on is read as a request. */
    boolean isOver() {
      return over;
    }

    private void closed() {
      limit = null;
      SocketConnection client = current;
      if (client != null) {
        client.left("the client closed its connection");
      }
    }

    private void sweep(long nowNanos) {
      Limit due = limit;
      if (due != null && nowNanos - due.deadlineNanos() > 0) {
        limit = null;
        due.onExpiry().run();
      }
    }
  }
}
