package sml.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Collects the body of a request on the event loop, within a size and within time. */
final class RequestBodyReader {
  private final long maxBytes;
  private final Duration timeout;
  private final Duration time;

  /**
   * A reader of bodies.
   *
   * @param timeout how long the body may make no progress
   * @param time how long it may take altogether
   */
  RequestBodyReader(long maxBytes, Duration timeout, Duration time) {
    this.maxBytes = maxBytes;
    this.timeout = timeout;
    this.time = time;
  }

  /** Receives the outcome; exactly one method is called unless the connection closes. */
  interface Reader {
    void whole(byte[] body);

    void tooLarge(long most);

    void stalled();

    void malformed();
  }

  void read(HttpServerRequest request, ConnectionRegistry.Connection connection, Reader reader) {
    if (declared(request) > maxBytes) {
      reader.tooLarge(maxBytes);
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
      request.response().writeContinue();
    }
    Buffer body = Buffer.buffer();
    long deadline = System.nanoTime() + time.toNanos();
    connection.expect(soonest(deadline), reader::stalled);
    request.exceptionHandler(
        broken -> {
          if (!(broken instanceof HttpClosedException)) {
            reader.malformed();
          }
        });
    request.handler(
        chunk -> {
          if (body.length() + (long) chunk.length() > maxBytes) {
            reader.tooLarge(maxBytes);
          } else {
            body.appendBuffer(chunk);
            connection.expect(soonest(deadline), reader::stalled);
          }
        });
    request.endHandler(
        end -> {
          connection.clearDeadline();
          reader.whole(body.getBytes());
        });
  }

  private Duration soonest(long deadlineNanos) {
    long left = deadlineNanos - System.nanoTime();
    return left < timeout.toNanos() ? Duration.ofNanos(Math.max(0, left)) : timeout;
  }

  private static long declared(HttpServerRequest request) {
    String length = request.getHeader("content-length");
    try {
      return length == null ? 0 : Long.parseLong(length.strip());
    } catch (NumberFormatException notNumber) {
      return Long.MAX_VALUE;
    }
  }
}
