package sml.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.network.HttpReply;

/**
 * Answers before the body was read. The rest of the body is still taken up to a bound: closing at
 * once would reset the connection, and the client would never read the answer.
 */
final class EarlyResponse {
  private final long maxDrain;
  private final Duration timeout;

  EarlyResponse(long maxDrain, Duration timeout) {
    this.maxDrain = maxDrain;
    this.timeout = timeout;
  }

  /** An error in the OpenAI envelope. */
  static HttpReply error(int status, String message, @Nullable String code) {
    return HttpReply.json(status, ErrorEnvelope.of(status, message, null, code).json());
  }

  /** An error in the OpenAI envelope with one more header. */
  static HttpReply error(int status, String message, String header, String value) {
    return new HttpReply(
        status,
        Map.of("content-type", "application/json", header, value),
        new HttpReply.Bytes(ErrorEnvelope.of(status, message, null, null).json()));
  }

  /** The reply when no call is taken any more. */
  static HttpReply stopping() {
    return error(503, "The gateway is stopping.", "retry-after", "1");
  }

  /** Sends {@code reply} now. */
  void send(
      HttpServerRequest request,
      ConnectionRegistry.Connection connection,
      SocketConnection client,
      HttpReply reply) {
    byte[] body = reply.content() instanceof HttpReply.Bytes bytes ? bytes.bytes() : new byte[0];
    client.replyAhead(reply, body, () -> drain(request, connection, client));
  }

  private void drain(
      HttpServerRequest request,
      ConnectionRegistry.Connection connection,
      SocketConnection client) {
    if (request.isEnded()) {
      client.finish();
      return;
    }
    if (request.getHeader("expect") != null) {
      // the client waits for "100 Continue" and will not send its body: nothing to drain
      client.finish();
      connection.close();
      return;
    }
    var taken = new AtomicLong();
    connection.expect(timeout, connection::close);
    request.exceptionHandler(broken -> {});
    request.handler(
        chunk -> {
          if (taken.addAndGet(chunk.length()) > maxDrain) {
            connection.close();
          }
        });
    request.endHandler(end -> client.finish());
  }
}
