package sml.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import sml.gateway.chat.GatewayException.ClientDisconnected;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpReply;

/** The client at the other end of one exchange. */
final class SocketConnection implements ClientConnection {
  private static final int LARGE = 256 * 1024;
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

  private enum Phase {
    FRESH,
    BEGUN,
    DONE
  }

  // Writers hold the lock, even while they wait for room. Callbacks of the event loop never take
  // it: they may hold Vert.x's own lock, which a writer wants.
  private final ReentrantLock lock = new ReentrantLock();
  private final HttpServerResponse response;
  private final boolean headOnly;
  private final ConnectionRegistry.Connection connection;
  private final SendWindow window;
  private final Map<String, String> fixedHeaders = new HashMap<>();
  private final Cancellation disconnected = new Cancellation();
  private final Cancellation over = new Cancellation();
  private volatile Phase phase = Phase.FRESH;
  private volatile long lastWrite = System.nanoTime();

  SocketConnection(
      HttpServerRequest request,
      String id,
      ConnectionRegistry.Connection connection,
      Duration writeTimeout) {
    this.response = request.response();
    this.headOnly = request.method().name().equals("HEAD");
    this.connection = connection;
    this.window = new SendWindow(writeTimeout);
    fixedHeaders.put("x-request-id", id);
    fixedHeaders.put("X-SMLGateway-Request-Id", id);
  }

  /** Adds headers that every head of this exchange carries; called before the exchange starts. */
  void always(Map<String, String> headers) {
    fixedHeaders.putAll(headers);
  }

  Map<String, String> always() {
    return fixedHeaders;
  }

  @Override
  public Cancellation disconnected() {
    return disconnected;
  }

  @Override
  public boolean begin(Map<String, String> headers) {
    return begin(200, headers);
  }

  /** As {@link #begin(Map)}, with another status. */
  boolean begin(int status, Map<String, String> headers) {
    if (phase != Phase.FRESH) {
      // a timer may ask while a writer waits for room, and a timer must not wait
      return false;
    }
    lock.lock();
    try {
      if (phase != Phase.FRESH) {
        return false;
      }
      phase = Phase.BEGUN;
      if (!disconnected.fired()) {
        head(status, headers);
        response.setChunked(true);
        if (!headOnly) {
          send(new byte[0]);
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean begun() {
    return phase != Phase.FRESH;
  }

  @Override
  public void write(byte[] bytes) {
    lock.lock();
    try {
      begin(Map.of());
      awaitRoom();
      if (disconnected.fired()) {
        throw new ClientDisconnected();
      }
      if (phase == Phase.BEGUN) {
        sendInPieces(bytes);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void nudge(byte[] bytes) {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (phase == Phase.BEGUN && !disconnected.fired() && window.hasRoom()) {
        send(bytes);
      }
    } catch (ClientDisconnected left) {
      // the next write reports it
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long lastWriteNanos() {
    return lastWrite;
  }

  /** Ends an open-ended body cleanly. */
  void finish() {
    lock.lock();
    try {
      if (phase == Phase.BEGUN && !disconnected.fired()) {
        done();
        last(response.end());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends a complete reply; one that comes after a head was sent breaks the connection. */
  void reply(int status, Map<String, String> headers, byte[] body) {
    lock.lock();
    try {
      if (phase == Phase.BEGUN) {
        abort();
      } else if (phase == Phase.FRESH && !disconnected.fired()) {
        head(status, headers);
        if (body.length > LARGE && hasBody(status) && !headOnly) {
          phase = Phase.BEGUN;
          response.putHeader("content-length", String.valueOf(body.length));
          sendInPieces(body);
          finish();
        } else {
          done();
          end(status, body);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends a complete reply but leaves its end, and so the next request, to {@code later}. */
  void replyAhead(HttpReply reply, byte[] body, Runnable later) {
    lock.lock();
    try {
      if (phase == Phase.FRESH && !disconnected.fired()) {
        phase = Phase.BEGUN;
        head(reply.status(), reply.headers());
        if (hasBody(reply.status())) {
          response.putHeader("content-length", String.valueOf(body.length));
        }
        if (!headOnly && body.length > 0) {
          send(body);
        }
        later.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Breaks the connection, so that the client cannot take what it got for the whole. */
  void abort() {
    phase = Phase.DONE;
    connection.close();
  }

  /** Called when the connection is closed while this exchange was not complete. */
  void left(String why) {
    disconnected.fire(why);
    window.wake();
  }

  @Override
  public void whenOver(Runnable action) {
    over.on(action);
  }

  /** The exchange has ended, with or without a complete reply. */
  void over() {
    over.fire("the exchange has ended");
  }

  private void done() {
    phase = Phase.DONE;
    // before the end is sent: right after it the next request may be here
    connection.idle(this);
  }

  private void head(int status, Map<String, String> headers) {
    response.setStatusCode(status);
    fixedHeaders.forEach(this::header);
    headers.forEach(this::header);
  }

  private void header(String name, String value) {
    // may hold names that providers chose
    boolean torn = value.chars().anyMatch(Character::isISOControl);
    response.putHeader(name, torn ? CONTROLS.matcher(value).replaceAll(" ") : value);
  }

  private static boolean hasBody(int status) {
    return status >= 200 && status != 204 && status != 304;
  }

  private void end(int status, byte[] body) {
    lastWrite = System.nanoTime();
    if (!hasBody(status)) {
      last(response.end());
      return;
    }
    response.putHeader("content-length", String.valueOf(body.length));
    last(headOnly ? response.end() : response.end(Buffer.buffer(body)));
  }

  // Vert.x sends a "connection: close" of ours but leaves the closing to us
  private void last(Future<Void> end) {
    if ("close".equals(fixedHeaders.get("connection"))) {
      end.onComplete(ended -> connection.close());
    }
  }

  /** Sending copies the bytes, so of a large body no more is sent than there is room for. */
  private void sendInPieces(byte[] bytes) {
    int from = 0;
    while (bytes.length - from > LARGE) {
      send(bytes, from, SendWindow.HIGH_WATER);
      from += SendWindow.HIGH_WATER;
      awaitRoom();
      if (disconnected.fired()) {
        throw new ClientDisconnected();
      }
    }
    send(bytes, from, bytes.length - from);
  }

  private void send(byte[] bytes) {
    send(bytes, 0, bytes.length);
  }

  private void send(byte[] bytes, int from, int length) {
    lastWrite = System.nanoTime();
    if (headOnly) {
      return;
    }
    window.add(length);
    try {
      Buffer copy = Buffer.buffer(length).appendBytes(bytes, from, length);
      response.write(copy).onComplete(result -> window.remove(length));
    } catch (IllegalStateException closed) {
      window.remove(length);
      throw new ClientDisconnected();
    }
  }

  // one thread writes an answer, so there is one that waits
  @Override
  public void awaitRoom() {
    if (!window.await(disconnected::fired)) {
      left("the client does not read");
      connection.close();
    }
  }
}
