package sml.gateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** An HTTP/1.1 client on plain sockets, one connection per request: nothing is hidden from it. */
public final class Client {
  /** With {@code 0} a request may be answered from a cache; by default it may not. */
  static final String CACHE_BYPASS = "X-No-Cache";

  private static final int SILENCE_MILLIS = 180_000;

  private final int port;

  public Client(int port) {
    this.port = port;
  }

  /** A question to these models, in their order; one is named, several are a chain. */
  public ChatRequestBuilder ask(String... models) {
    return new ChatRequestBuilder(this, models);
  }

  /** Fetches a page. */
  public Heard get(String path) {
    return send("GET", path, "");
  }

  /** Sends a request and waits for the whole answer. */
  public Heard send(String method, String path, String body) {
    try (Conversation open = open(method, path, body)) {
      return open.rest();
    }
  }

  /** Sends a request and returns before any response bytes. */
  public Conversation open(String method, String path, String body) {
    return open(method, path, body, Map.of());
  }

  /** As {@link #open(String, String, String)}, with further headers. */
  public Conversation open(String method, String path, String body, Map<String, String> headers) {
    return open(method, path, body.getBytes(UTF_8), headers);
  }

  /** As {@link #open(String, String, String, Map)}, with a body of any bytes. */
  public Conversation open(String method, String path, byte[] bytes, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    if (path.startsWith("/v1/")) {
      // tests of everything else count upstream calls of equal requests
      all.putIfAbsent(CACHE_BYPASS, "1");
    }
    String more =
        all.entrySet().stream()
            .filter(header -> !header.getKey().equals("content-type"))
            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
            .collect(Collectors.joining());
    String contentType = headers.getOrDefault("content-type", "application/json");
    return send(head(method, path, contentType, bytes.length, more), bytes);
  }

  /** Sends the head of a request with a body of this length, and waits with the body. */
  public Conversation announce(String method, String path, long length) {
    String expect = "Expect: 100-continue\r\n";
    return send(head(method, path, "application/json", length, expect), new byte[0]);
  }

  private String head(String method, String path, String contentType, long length, String more) {
    return """
    %s %s HTTP/1.1\r
    Host: 127.0.0.1:%d\r
    Content-Type: %s\r
    Content-Length: %d\r
    Connection: close\r
    %s\r
    """
        .formatted(method, path, port, contentType, length, more);
  }

  private Conversation send(String head, byte[] bytes) {
    try {
      var socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(SILENCE_MILLIS);
      socket.setTcpNoDelay(true);
      long started = System.nanoTime();
      var out = socket.getOutputStream();
      out.write(head.getBytes(UTF_8));
      out.write(bytes);
      out.flush();
      return new Conversation(socket, started);
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    }
  }
}
