package sml.gateway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One answer while it comes in. */
public final class Conversation implements AutoCloseable {
  private final Socket socket;
  private final long startedNanos;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<Heard.Event> events = new ArrayList<>();
  private int status;
  private int comments;
  private boolean clean;
  private boolean over;
  private @Nullable InputStream content;

  Conversation(Socket socket, long startedNanos) {
    this.socket = socket;
    this.startedNanos = startedNanos;
  }

  /** The status, once the head is here. */
  public int status() {
    head();
    return status;
  }

  /** The next event of a stream; null at its end, clean or not. */
  public Heard.@Nullable Event next() {
    head();
    StringBuilder data = new StringBuilder();
    for (String line = line(); line != null; line = line()) {
      if (line.startsWith(":")) {
        comments++;
      } else if (line.startsWith("data:")) {
        data.append(line.substring(5).strip());
      } else if (line.isEmpty() && !data.isEmpty()) {
        var event = new Heard.Event(data.toString(), System.nanoTime());
        events.add(event);
        return event;
      }
    }
    return null;
  }

  /** Waits for a comment of a stream that comes before its first event. */
  public Conversation comment() {
    head();
    for (String line = line(); line != null; line = line()) {
      if (line.startsWith(":")) {
        comments++;
        return this;
      }
    }
    throw new AssertionError("ended without a comment: " + soFar().body());
  }

  /** Reads until the content has this text; everything up to it is kept. */
  public Conversation until(String text) {
    while (!soFar().text().contains(text)) {
      if (next() == null) {
        throw new AssertionError("ended before `" + text + "`: " + soFar().body());
      }
    }
    return this;
  }

  /** Reads to the end. */
  public Heard rest() {
    while (next() != null) {
      // remembered
    }
    return soFar();
  }

  /** Everything read until now. */
  public Heard soFar() {
    return new Heard(
        status,
        Map.copyOf(headers),
        body.toString(UTF_8),
        List.copyOf(events),
        comments,
        clean,
        startedNanos,
        System.nanoTime());
  }

  /** Disconnects, like a client that is closed: further bytes are not read. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException disconnected) {
      // left already
    }
  }

  private @Nullable String line() {
    var line = new ByteArrayOutputStream();
    while (!over) {
      int next = read();
      if (next < 0) {
        over = true;
        break;
      }
      body.write(next);
      if (next == '\n') {
        return line.toString(UTF_8).stripTrailing();
      }
      line.write(next);
    }
    return line.size() == 0 ? null : line.toString(UTF_8);
  }

  private int read() {
    InputStream in = content;
    if (in == null) {
      return -1;
    }
    try {
      int next = in.read();
      clean |= next < 0;
      return next;
    } catch (IOException cut) {
      return -1;
    }
  }

  private void head() {
    if (content != null || over) {
      return;
    }
    try {
      var in = new BufferedInputStream(socket.getInputStream());
      String line = headLine(in);
      status = Integer.parseInt(line.split(" ", 3)[1]);
      for (line = headLine(in); !line.isEmpty(); line = headLine(in)) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      content =
          "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
              ? new Chunked(in)
              : new Counted(in, Integer.parseInt(headers.getOrDefault("content-length", "0")));
    } catch (IOException broken) {
      over = true;
      throw new UncheckedIOException(broken);
    }
  }

  private static String headLine(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended within the head: " + line);
      }
      line.write(next);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  /** A body of known length; ending earlier is an error. */
  private static class Counted extends InputStream {
    final InputStream in;
    int left;

    Counted(InputStream in, int length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      if (left == 0) {
        return -1;
      }
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the body ended early");
      }
      left--;
      return next;
    }
  }

  /** A body in chunks; ending without the last chunk is an error. */
  private static final class Chunked extends Counted {
    private boolean last;
    private boolean first = true;

    Chunked(InputStream in) {
      super(in, 0);
    }

    @Override
    public int read() throws IOException {
      if (left == 0 && !last) {
        if (!first) {
          headLine(in);
        }
        first = false;
        left = Integer.parseInt(headLine(in).split(";", 2)[0].strip(), 16);
        last = left == 0;
        if (last) {
          headLine(in);
        }
      }
      return super.read();
    }
  }
}
