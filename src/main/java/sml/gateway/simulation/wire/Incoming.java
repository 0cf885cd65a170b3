package sml.gateway.simulation.wire;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The read side of a socket, drained by a thread of its own, so that the peer's leaving is noticed
 * at once, even while the answer is silent.
 */
final class Incoming extends InputStream {
  private static final int PIECE = 16 * 1024;
  private static final int PIECES_WAITING = 64;
  private static final byte[] END = new byte[0];

  private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>(PIECES_WAITING);
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile long goneAtNanos;
  private byte[] piece = END;
  private int at;
  private boolean ended;

  static Incoming watch(InputStream socket, String name) {
    var incoming = new Incoming();
    Thread.ofVirtual().name(name).start(() -> incoming.drain(socket));
    return incoming;
  }

  private void drain(InputStream socket) {
    try {
      byte[] buffer = new byte[PIECE];
      for (int read = socket.read(buffer); read >= 0; read = socket.read(buffer)) {
        byte[] copy = new byte[read];
        System.arraycopy(buffer, 0, copy, 0, read);
        pieces.put(copy);
      }
    } catch (IOException closedOrReset) {
      // told to the waiting side below
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      goneAtNanos = System.nanoTime();
      gone.countDown();
      pieces.offer(END);
    }
  }

  /** Waits for the peer to leave; true if it left in time. */
  boolean awaitGone(Duration time) throws InterruptedException {
    return gone.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  boolean isGone() {
    return gone.getCount() == 0;
  }

  /** {@link System#nanoTime} when the peer's leaving was noticed. */
  long goneAtNanos() {
    return goneAtNanos;
  }

  @Override
  public int read() throws IOException {
    return fill() ? piece[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0; // readNBytes asks for nothing at the end, and must not wait for more
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, target, from, count);
    at += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (at == piece.length && !ended) {
      try {
        byte[] next = pieces.poll(1, TimeUnit.MINUTES);
        ended = next == null || next == END;
        piece = next == null ? END : next;
        at = 0;
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IOException("stopped while reading", stopped);
      }
    }
    return at < piece.length;
  }
}
