package stack;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Passes TCP on to a port of this machine; can be cut, be slow to answer, or swallow everything.
 */
final class Relay implements AutoCloseable {
  private static final int PIECE = 64 * 1024;

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean cut;
  private volatile boolean silent;

  Relay(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Closes every connection and refuses new ones. */
  void cut() {
    cut = true;
    open.forEach(Relay::close);
  }

  /** Whatever the other side says comes this much later. */
  void answerAfter(Duration time) {
    delay = time;
  }

  /** Takes everything and answers nothing, as a host that hangs. */
  void swallow() {
    silent = true;
  }

  /** Passes on as before; connections that were hanging stay dead. */
  void heal() {
    if (silent) {
      open.forEach(Relay::close);
    }
    silent = false;
    cut = false;
    delay = Duration.ZERO;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (cut) {
          close(client);
        } else {
          Thread.ofVirtual().start(() -> serve(client));
        }
      } catch (IOException closedOrBroken) {
        // the loop's condition shows which
      }
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (Socket to = new Socket()) {
      to.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
      open.add(to);
      client.setTcpNoDelay(true);
      to.setTcpNoDelay(true);
      Thread there = Thread.ofVirtual().start(() -> pump(client, to, false));
      pump(to, client, true);
      there.join();
      open.remove(to);
    } catch (IOException refused) {
      // the client sees its connection end
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
      close(client);
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] piece = new byte[PIECE];
    try (from;
        to;
        InputStream in = from.getInputStream()) {
      for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
        if (answers && !delay.isZero()) {
          TimeUnit.MILLISECONDS.sleep(delay.toMillis());
        }
        if (!silent) {
          to.getOutputStream().write(piece, 0, got);
        }
      }
    } catch (IOException ended) {
      // both sides are closed
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Socket socket) {
    try {
      // at once and with a reset, as a process that was killed leaves it
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException alreadyClosed) {
      // nothing is left to close
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    open.forEach(Relay::close);
  }
}
