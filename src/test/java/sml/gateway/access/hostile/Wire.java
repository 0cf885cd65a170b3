package sml.gateway.access.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A connection on which bytes are sent as they are. */
final class Wire implements AutoCloseable {
  private static final int SILENCE_MILLIS = 30_000;

  private final Socket socket;

  Wire(int port) {
    try {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(SILENCE_MILLIS);
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    }
  }

  /** One answer; headers by lower-case name. Status 0: closed without a word. */
  record Answer(int status, Map<String, String> headers, String body) {
    /** An error in OpenAI's shape, with the ids by which the request is found again. */
    boolean isEnvelope() {
      return body.startsWith("{\"error\":{\"message\":\"")
          && body.contains("\"type\":")
          && body.contains("\"param\":")
          && body.contains("\"code\":")
          && isIdentified();
    }

    /** An error in the shape of the protocol of this path. */
    boolean isEnvelopeOf(String path) {
      return path.startsWith("/v1/messages")
          ? isIdentified()
              && body.startsWith("{\"type\":\"error\",\"error\":{\"type\":\"")
              && body.contains("\"message\":\"")
          : isEnvelope();
    }

    private boolean isIdentified() {
      return headers.containsKey("x-request-id") && headers.containsKey("x-smlgateway-request-id");
    }
  }

  /** Sends one request on a connection of its own and hears one answer. */
  static Answer ask(int port, String request) {
    try (var wire = new Wire(port)) {
      return wire.send(request.getBytes(ISO_8859_1)).hear();
    }
  }

  /** The head of a request of this machine, with its empty line. */
  static String head(String line, String... headers) {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return line + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
  }

  /** A request with a JSON body. */
  static String post(String method, String path, String body, String... headers) {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    byte[] bytes = body.getBytes(UTF_8);
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + bytes.length
        + "\r\n"
        + more
        + "\r\n"
        + new String(bytes, ISO_8859_1);
  }

  Wire send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException closed) {
      // the answer may be here all the same
      return this;
    }
  }

  /** Reads the next answer. */
  Answer hear() {
    try {
      InputStream in = socket.getInputStream();
      String head = head(in);
      if (head.isEmpty()) {
        return new Answer(0, Map.of(), "");
      }
      Map<String, String> headers = new HashMap<>();
      String[] lines = head.split("\r\n");
      for (int i = 1; i < lines.length; i++) {
        int colon = lines[i].indexOf(':');
        headers.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
      int status = Integer.parseInt(lines[0].split(" ")[1]);
      return new Answer(status, headers, new String(body(in, headers), UTF_8));
    } catch (IOException broken) {
      return new Answer(0, Map.of(), "");
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    String length = headers.get("content-length");
    if (length != null) {
      return in.readNBytes(Integer.parseInt(length));
    }
    if (!"chunked".equals(headers.get("transfer-encoding"))) {
      return "close".equals(headers.get("connection")) ? in.readAllBytes() : new byte[0];
    }
    var all = new ByteArrayOutputStream();
    for (int size = chunk(in); size > 0; size = chunk(in)) {
      all.write(in.readNBytes(size));
      in.readNBytes(2);
    }
    in.readNBytes(2);
    return all.toByteArray();
  }

  private static int chunk(InputStream in) throws IOException {
    var size = new StringBuilder();
    for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
      size.append((char) next);
    }
    return size.isEmpty() ? 0 : Integer.parseInt(size.toString().strip(), 16);
  }

  /** Reads an answer whose body ends with the connection. */
  Answer hearToTheEnd() {
    try {
      Answer head = hear();
      return new Answer(
          head.status(),
          head.headers(),
          head.body() + new String(socket.getInputStream().readAllBytes(), UTF_8));
    } catch (IOException broken) {
      return new Answer(0, Map.of(), "");
    }
  }

  /** True when nothing more comes. */
  boolean isClosed() {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException closed) {
      // it was to go
    }
  }
}
