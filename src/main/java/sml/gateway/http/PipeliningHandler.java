package sml.gateway.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Stands between the parser and the server of one connection. The server would queue any number of
 * requests that are sent ahead of their answers, would answer an unknown version without a body,
 * and a broken body not at all.
 */
final class PipeliningHandler extends ChannelDuplexHandler {
  /** Requests of one connection without an answer; hardly any client sends ahead at all. */
  private static final int MOST_AHEAD = 32;

  private int unanswered;

  /** The request has a version other than 1.0 and 1.1. */
  public static final class UnknownVersion extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnknownVersion(HttpVersion version) {
      super(version.text());
    }
  }

  private PipeliningHandler() {}

  /** Adds the handler to a new connection; called on its event loop. */
  public static void install(HttpConnection connection) {
    // the server offers no bound of its own
    ((ConnectionBase) connection)
        .channel()
        .pipeline()
        .addBefore("handler", "gate", new PipeliningHandler());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      if (++unanswered > MOST_AHEAD) {
        ReferenceCountUtil.release(message);
        context.close();
        return;
      }
      requireKnownVersion(request);
    } else if (unanswered > MOST_AHEAD) {
      ReferenceCountUtil.release(message);
      return;
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent && !isOnlyAWord(message)) {
      unanswered--;
    }
    context.write(message, promise);
  }

  /** A broken body closes the connection at once, after the error reply. */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    context.flush();
    context.close(promise);
  }

  private static boolean isOnlyAWord(Object message) {
    return message instanceof FullHttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  private static void requireKnownVersion(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    boolean known = version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    if (!known && request.decoderResult().isSuccess()) {
      request.setDecoderResult(DecoderResult.failure(new UnknownVersion(version)));
      request.setProtocolVersion(HttpVersion.HTTP_1_1);
    }
  }
}
