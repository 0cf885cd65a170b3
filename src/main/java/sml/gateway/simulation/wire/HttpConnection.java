package sml.gateway.simulation.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One accepted connection: reads requests, writes answers byte by byte as told, and can stall, stop
 * in the middle or reset. Every write throws {@link PeerGone} once the peer has left.
 */
public final class HttpConnection implements AutoCloseable {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(ISO_8859_1);

  private final Socket socket;
  private final Incoming in;
  private final OutputStream out;
  private int pieceSize;

  public HttpConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = Incoming.watch(socket.getInputStream(), "simulated-watch-" + socket.getPort());
  }

  /** The next request on this connection; empty when the peer has no more. */
  public Optional<HttpRequest> next() throws IOException {
    pieceSize = 0;
    return new RequestReader(in, this::allowBody).read();
  }

  private void allowBody() throws IOException {
    send("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
  }

  /** From now on every write is cut into pieces of this many bytes; 0 for no cutting. */
  public void pieces(int bytes) {
    pieceSize = bytes;
  }

  /** Writes the status line and headers of an answer of known length. */
  public void head(int status, Map<String, String> headers, long length) throws IOException {
    head(status, headers, "Content-Length: " + length);
  }

  /** Writes the status line and headers of an answer that comes in chunks. */
  public void chunkedHead(int status, Map<String, String> headers) throws IOException {
    head(status, headers, "Transfer-Encoding: chunked");
  }

  private void head(int status, Map<String, String> headers, String framing) throws IOException {
    var text = new StringBuilder("HTTP/1.1 ").append(status).append(" Simulated\r\n");
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    send(text.append(framing).append("\r\n\r\n").toString().getBytes(ISO_8859_1));
  }

  /** Writes body bytes as they are. */
  public void body(byte[] bytes, int from, int length) throws IOException {
    if (length > 0) {
      byte[] part = new byte[length];
      System.arraycopy(bytes, from, part, 0, length);
      send(part);
    }
  }

  /** Writes one chunk and flushes it. */
  public void chunk(byte[] bytes) throws IOException {
    byte[] size = Integer.toHexString(bytes.length).getBytes(ISO_8859_1);
    byte[] framed = new byte[size.length + bytes.length + 4];
    System.arraycopy(size, 0, framed, 0, size.length);
    System.arraycopy(CRLF, 0, framed, size.length, 2);
    System.arraycopy(bytes, 0, framed, size.length + 2, bytes.length);
    System.arraycopy(CRLF, 0, framed, framed.length - 2, 2);
    send(framed);
  }

  /** Ends a chunked body properly. */
  public void endChunks() throws IOException {
    send(LAST_CHUNK);
  }

  private void send(byte[] bytes) throws IOException {
    if (in.isGone()) {
      throw new PeerGone();
    }
    try {
      int step = pieceSize > 0 ? pieceSize : bytes.length;
      for (int from = 0; from < bytes.length; from += step) {
        out.write(bytes, from, Math.min(step, bytes.length - from));
        out.flush();
      }
    } catch (IOException broken) {
      var gone = new PeerGone();
      gone.initCause(broken);
      throw gone;
    }
  }

  /** Waits, ended early by {@link PeerGone} when the peer leaves. */
  public void pause(Duration time) throws IOException {
    try {
      if (time.isPositive() && in.awaitGone(time)) {
        throw new PeerGone();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while waiting", stopped);
    }
  }

  /** {@link System#nanoTime} at which the peer's leaving was noticed; now if it has not left. */
  public long endedAtNanos() {
    return in.isGone() ? in.goneAtNanos() : System.nanoTime();
  }

  /** Ends the connection with a TCP reset. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // nothing is left to close
    }
  }
}
