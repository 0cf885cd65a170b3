package sml.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A TCP relay to a server that a test can cut, freeze and restore. It keeps listening while it is
 * cut, so that no other process gets its port.
 */
public final class Relay implements AutoCloseable {
  private final InetSocketAddress target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ServerSocket door;
  private volatile boolean cut;
  private volatile CountDownLatch ice = new CountDownLatch(0);

  /** A relay to this host and port. */
  public Relay(URI server) {
    target = new InetSocketAddress(server.getHost(), server.getPort());
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** The local address of the relay. */
  public String redisUrl() {
    return "redis://127.0.0.1:" + door.getLocalPort();
  }

  /** Breaks every connection, new ones at once. */
  public void cut() {
    cut = true;
    open.forEach(Relay::close);
    open.clear();
  }

  /** Connections can be made again. */
  public void mend() {
    cut = false;
  }

  /** Nothing arrives any more, and neither side is notified. */
  public void freeze() {
    ice = new CountDownLatch(1);
  }

  /** Delivers the delayed bytes. */
  public void thaw() {
    ice.countDown();
  }

  @Override
  public void close() {
    thaw();
    close(door);
    cut();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        if (cut) {
          client.setSoLinger(true, 0);
          close(client);
        } else {
          pass(client);
        }
      }
    } catch (IOException closed) {
      close(door);
    }
  }

  private void pass(Socket client) {
    var server = new Socket();
    open.add(client);
    open.add(server);
    try {
      server.connect(target);
    } catch (IOException away) {
      close(client);
    }
    if (cut) {
      // cut after this one was let in
      close(client);
      close(server);
    }
    Thread.ofVirtual().start(() -> pump(client, server));
    Thread.ofVirtual().start(() -> pump(server, client));
  }

  private void pump(Socket from, Socket to) {
    byte[] piece = new byte[8_192];
    try {
      for (int read; (read = from.getInputStream().read(piece)) >= 0; ) {
        ice.await();
        to.getOutputStream().write(piece, 0, read);
      }
    } catch (IOException disconnected) {
      // the other end is closed below
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
    close(from);
    close(to);
    open.remove(from);
    open.remove(to);
  }

  private static void close(AutoCloseable thing) {
    try {
      thing.close();
    } catch (Exception already) {
      // closed is what it shall be
    }
  }
}
