package sml.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Collects the body of a request on the event loop, within a size and a time without progress. */
final class BodyReader {
  private final long maxBytes;
  private final Duration patience;

  BodyReader(long maxBytes, Duration patience) {
    this.maxBytes = maxBytes;
    this.patience = patience;
  }

  /** Who is told how it went; exactly one method is called unless the connection closes. */
  interface Reader {
    void whole(byte[] body);

    void tooLarge();

    void stalled();
  }

  void read(HttpServerRequest request, Lines.Line line, Reader reader) {
    if (declared(request) > maxBytes) {
      reader.tooLarge();
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
      request.response().writeContinue();
    }
    Buffer body = Buffer.buffer();
    line.expect(patience, reader::stalled);
    request.exceptionHandler(broken -> {});
    request.handler(
        chunk -> {
          if (body.length() + (long) chunk.length() > maxBytes) {
            reader.tooLarge();
          } else {
            body.appendBuffer(chunk);
            line.expect(patience, reader::stalled);
          }
        });
    request.endHandler(
        end -> {
          line.calm();
          reader.whole(body.getBytes());
        });
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
