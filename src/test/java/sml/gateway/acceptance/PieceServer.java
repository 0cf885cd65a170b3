package sml.gateway.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An upstream that answers every request with the same body, in pieces. */
final class PieceServer implements AutoCloseable {
  private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream";
  private static final byte[] LAST = "0\r\n\r\n".getBytes(ISO_8859_1);
  private static final byte[] LINE = "\r\n".getBytes(ISO_8859_1);

  private final ServerSocket server;
  private volatile String head = STREAM;
  private volatile List<byte[]> pieces = List.of();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  PieceServer() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** From now on the body is written like this: each piece a chunk and a TCP write of its own. */
  void send(List<byte[]> body) {
    pieces = List.copyOf(body);
  }

  /** The same below this status line and these headers, without the last line break. */
  void send(String statusAndHeaders, byte[] body) {
    head = statusAndHeaders;
    send(List.of(body));
  }

  /** The bodies that came, in order. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException disconnected) {
      // closed already
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        // the loop's condition sees the end
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      while (request(in)) {
        answer(socket.getOutputStream());
      }
    } catch (IOException left) {
      // the gateway has closed the connection
    }
  }

  private void answer(OutputStream out) throws IOException {
    out.write((head + "\r\nTransfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
    for (byte[] piece : pieces) {
      out.write((Integer.toHexString(piece.length) + "\r\n").getBytes(ISO_8859_1));
      out.write(piece);
      out.write(LINE);
    }
    out.write(LAST);
  }

  private boolean request(InputStream in) throws IOException {
    int length = 0;
    String line = line(in);
    if (line.isEmpty()) {
      return false;
    }
    for (; !line.isEmpty(); line = line(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    if (length > 0) {
      requests.add(new String(body, UTF_8));
    }
    return body.length == length;
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }
}
