package sml.gateway.simulation.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests, bounded in every direction. */
final class RequestReader {
  private static final int LONGEST_LINE = 64 * 1024;
  private static final int MOST_HEADERS = 200;
  private static final int LARGEST_BODY = 64 * 1024 * 1024;

  private final InputStream in;
  private final Expectation allowBody;

  /** Answers {@code Expect: 100-continue}. */
  @FunctionalInterface
  interface Expectation {
    void meet() throws IOException;
  }

  RequestReader(InputStream in, Expectation allowBody) {
    this.in = in;
    this.allowBody = allowBody;
  }

  Optional<HttpRequest> read() throws IOException {
    String line = line();
    while (line != null && line.isEmpty()) {
      line = line();
    }
    if (line == null) {
      return Optional.empty();
    }
    String[] words = line.split(" ", 3);
    if (words.length < 3) {
      throw new ProtocolException("not a request line");
    }
    Map<String, String> headers = headers();
    if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
      allowBody.meet();
    }
    String path = words[1].split("\\?", 2)[0];
    return Optional.of(new HttpRequest(words[0], path, headers, body(headers)));
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); line != null && !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.size() == MOST_HEADERS) {
        throw new ProtocolException("not a header, or too many");
      }
      headers.put(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers
        .getOrDefault("transfer-encoding", "")
        .toLowerCase(Locale.ROOT)
        .contains("chunked")) {
      return chunks();
    }
    return exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.writeBytes(exactly(size));
      if (body.size() > LARGEST_BODY) {
        throw new ProtocolException("body too large");
      }
      line();
    }
    for (String trailer = line(); trailer != null && !trailer.isEmpty(); ) {
      trailer = line();
    }
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    String line = line();
    if (line == null) {
      throw new ProtocolException("the body ended early");
    }
    return Integer.parseInt(line.split(";", 2)[0].strip(), 16);
  }

  private byte[] exactly(int size) throws IOException {
    if (size < 0 || size > LARGEST_BODY) {
      throw new ProtocolException("body too large");
    }
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new ProtocolException("the body ended early");
    }
    return bytes;
  }

  private @Nullable String line() throws IOException {
    var line = new ByteArrayOutputStream(128);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      if (line.size() == LONGEST_LINE) {
        throw new ProtocolException("line too long");
      }
      line.write(next);
    }
    String text = line.toString(ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
