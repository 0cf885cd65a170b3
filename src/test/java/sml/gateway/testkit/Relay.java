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

/** A TCP relay to a server that a test can cut, freeze and restore. */
public final class Relay implements AutoCloseable {
  private final InetSocketAddress target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Socket place;
  private final int port;
  private volatile ServerSocket door;
  private volatile CountDownLatch ice = new CountDownLatch(0);

  /** A relay to this host and port. */
  public Relay(URI server) {
    target = new InetSocketAddress(server.getHost(), server.getPort());
    place = hold();
    port = place.getLocalPort();
    door = listen();
  }

  /** The local address of the relay. */
  public String redisUrl() {
    return "redis://127.0.0.1:" + port;
  }

  /** Breaks every connection and refuses new ones. */
  public void cut() {
    close(door);
    open.forEach(Relay::close);
    open.clear();
  }

  /** Connections can be made again. */
  public void mend() {
    door = listen();
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
    cut();
    close(place);
  }

  /** A socket that never listens: while the relay is cut, no other process gets its port. */
  private static Socket hold() {
    try {
      var socket = new Socket();
      socket.setReuseAddress(true);
      socket.bind(here(0));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress here(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private ServerSocket listen() {
    try {
      var socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(here(port));
      Thread.ofVirtual().start(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket client = socket.accept();
        var server = new Socket();
        open.add(client);
        open.add(server);
        server.connect(target);
        if (socket.isClosed()) {
          // cut after this one was let in
          close(client);
          close(server);
        }
        Thread.ofVirtual().start(() -> pump(client, server));
        Thread.ofVirtual().start(() -> pump(server, client));
      }
    } catch (IOException closed) {
      close(socket);
    }
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
