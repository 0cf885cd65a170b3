package sml.gateway.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** One connection of a client, with the means to break it that HTTP servers do not offer. */
final class SimulatedConnection {
  private static final String PIECES = "pieces";

  private final Channel channel;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("simulated").factory());
  private final CountDownLatch disconnected = new CountDownLatch(1);
  private volatile long disconnectedAtNanos;

  SimulatedConnection(HttpConnection connection) {
    channel = ((ConnectionBase) connection).channel();
  }

  /** Runs this after what was given before. */
  void run(Runnable answer) {
    try {
      thread.execute(answer);
    } catch (RejectedExecutionException disconnected) {
      // no one is left to answer
    }
  }

  /** Ends all waiting, as the connection is closed; then runs this after the last answer. */
  void disconnected(Runnable last) {
    disconnectedAtNanos = System.nanoTime();
    disconnected.countDown();
    run(last);
    thread.shutdown();
  }

  boolean isDisconnected() {
    return disconnected.getCount() == 0;
  }

  /** {@link System#nanoTime} at which the connection was found closed; now while it is open. */
  long disconnectedAtNanos() {
    return isDisconnected() ? disconnectedAtNanos : System.nanoTime();
  }

  /** Waits; true when the connection was closed before the time was over. */
  boolean awaitDisconnect(Duration time) throws IOException {
    try {
      return disconnected.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while waiting", stopped);
    }
  }

  /** From now on writes in TCP pieces of this many bytes; 0 for no cutting. */
  void pieces(int bytes) {
    ChannelPipeline pipeline = channel.pipeline();
    if (pipeline.get(PIECES) != null) {
      pipeline.remove(PIECES);
    }
    if (bytes > 0) {
      pipeline.addFirst(PIECES, new PieceWriter(bytes));
    }
  }

  void close() {
    channel.close().syncUninterruptibly();
  }

  /** Ends the connection with a TCP reset. */
  void reset() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    close();
  }

  /** Cuts all that is written into pieces of a few bytes, each flushed by itself. */
  private static final class PieceWriter extends ChannelOutboundHandlerAdapter {
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
}
