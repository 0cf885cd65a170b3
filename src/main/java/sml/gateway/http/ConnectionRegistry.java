package sml.gateway.http;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The open connections: who is being answered on each, and how long each may stay silent. */
final class ConnectionRegistry {
  private final Map<HttpConnection, Connection> open = new ConcurrentHashMap<>();
  private final Duration headPatience;
  private final Duration idlePatience;
  private final int most;

  ConnectionRegistry(HttpSettings settings) {
    this.headPatience = settings.headPatience();
    this.idlePatience = settings.idlePatience();
    this.most = settings.maxConnections();
  }

  /** Takes a new connection into care; one too many is closed. */
  void opened(HttpConnection connection) {
    PipeliningHandler.install(connection);
    Connection line = of(connection);
    if (open.size() > most) {
      line.close();
      return;
    }
    line.expect(headPatience, line::close);
  }

  Connection of(HttpConnection connection) {
    return open.computeIfAbsent(connection, this::watch);
  }

  /** Ends what has been silent for too long. */
  void sweep(long nowNanos) {
    open.values().forEach(line -> line.sweep(nowNanos));
  }

  void closeAll() {
    open.values().forEach(Connection::close);
  }

  int count() {
    return open.size();
  }

  private Connection watch(HttpConnection connection) {
    var line = new Connection(connection, idlePatience);
    connection.exceptionHandler(broken -> {});
    connection.closeHandler(
        closed -> {
          open.remove(connection);
          line.closed();
        });
    return line;
  }

  /** One connection. */
  static final class Connection {
    private final HttpConnection connection;
    private final Duration idlePatience;
    private volatile @Nullable SocketConnection current;
    private volatile @Nullable Limit limit;
    private volatile boolean over;

    private record Limit(long deadlineNanos, Runnable onExpiry) {}

    Connection(HttpConnection connection, Duration idlePatience) {
      this.connection = connection;
      this.idlePatience = idlePatience;
    }

    /** A head has arrived; {@code client} is to be told if the connection closes. */
    void busy(SocketConnection client) {
      limit = null;
      current = client;
    }

    /** Nobody needs to be told about a close, and silence is somebody else's concern. */
    void relax() {
      limit = null;
      current = null;
    }

    /** The exchange of {@code client} is complete; closing is harmless from now on. */
    void idle(SocketConnection client) {
      if (current == client) {
        current = null;
        expect(idlePatience, this::close);
      }
    }

    /** Something has to arrive within {@code patience}. */
    void expect(Duration patience, Runnable onExpiry) {
      limit = new Limit(System.nanoTime() + patience.toNanos(), onExpiry);
    }

    void calm() {
      limit = null;
    }

    void close() {
      over = true;
      connection.close();
    }

    /** Nothing that still arrives is a request any more. */
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
