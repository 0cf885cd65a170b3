package sml.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Collects the body of a request on the event loop, within a size and within time. */
final class RequestBodyReader {
  private final long maxBytes;
  private final Duration patience;
  private final Duration time;

  /**
   * A reader of bodies.
   *
   * @param patience how long the body may stand still
   * @param time how long it may take altogether
   */
  RequestBodyReader(long maxBytes, Duration patience, Duration time) {
    this.maxBytes = maxBytes;
    this.patience = patience;
    this.time = time;
  }

  /** Who is told how it went; exactly one method is called unless the connection closes. */
  interface Reader {
    void whole(byte[] body);

    void tooLarge(long most);

    void stalled();

    void malformed();
  }

  void read(HttpServerRequest request, ConnectionRegistry.Connection line, Reader reader) {
    if (declared(request) > maxBytes) {
      reader.tooLarge(maxBytes);
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
      request.response().writeContinue();
    }
    Buffer body = Buffer.buffer();
    long deadline = System.nanoTime() + time.toNanos();
    line.expect(soonest(deadline), reader::stalled);
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
            line.expect(soonest(deadline), reader::stalled);
          }
        });
    request.endHandler(
        end -> {
          line.calm();
          reader.whole(body.getBytes());
        });
  }

  private Duration soonest(long deadlineNanos) {
    long left = deadlineNanos - System.nanoTime();
    return left < patience.toNanos() ? Duration.ofNanos(Math.max(0, left)) : patience;
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
