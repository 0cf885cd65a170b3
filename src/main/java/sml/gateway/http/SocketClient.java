package sml.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Cancellation;
import sml.gateway.chat.Client;
import sml.gateway.chat.GatewayException.ClientGone;
import sml.gateway.chat.HttpReply;

/** The client at the other end of one exchange. */
final class SocketClient implements Client {
  private static final int HIGH_WATER = 64 * 1024;
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
  private final Lines.Line line;
  private final long patienceNanos;
  private final Map<String, String> standing = new HashMap<>();
  private final Cancellation gone = new Cancellation();
  private final AtomicInteger unsent = new AtomicInteger();
  private volatile Phase phase = Phase.FRESH;
  private volatile @Nullable Thread waiting;
  private volatile long lastWrite = System.nanoTime();

  SocketClient(HttpServerRequest request, String id, Lines.Line line, Duration writePatience) {
    this.response = request.response();
    this.headOnly = request.method().name().equals("HEAD");
    this.line = line;
    this.patienceNanos = writePatience.toNanos();
    standing.put("x-request-id", id);
    standing.put("X-SMLGateway-Request-Id", id);
  }

  /** Adds headers that every head of this exchange carries; called before the exchange starts. */
  void always(Map<String, String> headers) {
    standing.putAll(headers);
  }

  Map<String, String> always() {
    return standing;
  }

  @Override
  public Cancellation gone() {
    return gone;
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
      if (!gone.fired()) {
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
      if (gone.fired()) {
        throw new ClientGone();
      }
      if (phase == Phase.BEGUN) {
        send(bytes);
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
      if (phase == Phase.BEGUN && !gone.fired() && unsent.get() <= HIGH_WATER) {
        send(bytes);
      }
    } catch (ClientGone left) {
      // whoever writes next is told
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
      if (phase == Phase.BEGUN && !gone.fired()) {
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
      } else if (phase == Phase.FRESH && !gone.fired()) {
        done();
        head(status, headers);
        end(status, body);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends a complete reply but leaves its end, and so the next request, to {@code later}. */
  void replyAhead(HttpReply reply, byte[] body, Runnable later) {
    lock.lock();
    try {
      if (phase == Phase.FRESH && !gone.fired()) {
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
    line.close();
  }

  /** Called when the connection is closed while this exchange was not complete. */
  void left(String why) {
    gone.fire(why);
    Thread writer = waiting;
    if (writer != null) {
      LockSupport.unpark(writer);
    }
  }

  private void done() {
    phase = Phase.DONE;
    // before the end is sent: right after it the next request may be here
    line.idle(this);
  }

  private void head(int status, Map<String, String> headers) {
    response.setStatusCode(status);
    standing.forEach(this::header);
    headers.forEach(this::header);
  }

  private void header(String name, String value) {
    // names that providers chose come by here
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
    if ("close".equals(standing.get("connection"))) {
      end.onComplete(ended -> line.close());
    }
  }

  private void send(byte[] bytes) {
    lastWrite = System.nanoTime();
    if (headOnly) {
      return;
    }
    unsent.addAndGet(bytes.length);
    try {
      response.write(Buffer.buffer(bytes)).onComplete(result -> sent(bytes.length));
    } catch (IllegalStateException closed) {
      unsent.addAndGet(-bytes.length);
      throw new ClientGone();
    }
  }

  private void sent(int bytes) {
    unsent.addAndGet(-bytes);
    Thread writer = waiting;
    if (writer != null) {
      LockSupport.unpark(writer);
    }
  }

  // one thread writes an answer, so there is one that waits
  @Override
  public void awaitRoom() {
    if (unsent.get() <= HIGH_WATER) {
      return;
    }
    boolean interrupted = false;
    waiting = Thread.currentThread();
    int least = Integer.MAX_VALUE;
    long deadline = System.nanoTime() + patienceNanos;
    for (int now = unsent.get(); now > HIGH_WATER && !gone.fired(); now = unsent.get()) {
      if (now < least) {
        least = now;
        deadline = System.nanoTime() + patienceNanos;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        left("the client does not read");
        line.close();
      } else {
        LockSupport.parkNanos(this, left);
        interrupted |= Thread.interrupted();
      }
    }
    waiting = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
