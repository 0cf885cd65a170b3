package sml.gateway.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A port that first ends each connection at once, as a server does that is not up yet. */
final class LateServer {
  private final ServerSocket server;
  private final int target;

  LateServer(int target) throws IOException {
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    this.target = target;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Refuses the first caller; forwards every later one to the target. */
  void openAfterTheFirstTry() {
    try {
      server.accept().close();
      Thread.ofPlatform().daemon().start(this::serve);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void serve() {
    try {
      while (true) {
        var from = server.accept();
        var to = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofPlatform().daemon().start(() -> pass(from, to));
        Thread.ofPlatform().daemon().start(() -> pass(to, from));
      }
    } catch (IOException ended) {
      // the test is over
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // both are closed
    }
  }
}
