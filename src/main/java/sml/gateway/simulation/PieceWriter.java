package sml.gateway.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/** Cuts all that is written into pieces of a few bytes, each flushed by itself. */
final class PieceWriter extends ChannelOutboundHandlerAdapter {
  private final int bytes;

  PieceWriter(int bytes) {
    this.bytes = bytes;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf whole) {
      while (whole.readableBytes() > bytes) {
        context.writeAndFlush(whole.readRetainedSlice(bytes));
      }
    }
    context.write(message, promise);
  }
}
