package sml.gateway.upstream.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events from a body, however it is cut into pieces. A body that is no event
 * stream at all (JSON or HTML) is handed over whole. Used by one thread.
 */
public final class EventReader {
  private static final int FIRST_BUFFER = 8 * 1024;
  private static final int LARGEST_KEPT = 256 * 1024;
  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
  private static final byte[] ERROR = {'e', 'r', 'r', 'o', 'r'};
  private static final byte[] NOTHING = {};

  private final InputStream in;
  private final int maxEvent;
  private final int maxBody;
  private final Runnable arrived;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int start;
  private int scan;
  private int end;
  private boolean begun;
  private boolean plain;
  private boolean skipLineFeed;
  private boolean ended;
  private byte @Nullable [] data;
  private @Nullable ByteArrayOutputStream lines;
  private boolean error;
  private @Nullable Event queued;
  private @Nullable IOException failure;

  /** What a body consists of. */
  public sealed interface Event {}

  /**
   * The data of one event.
   *
   * @param bytes never blank; lines joined by a blank, which means the same to JSON, so that they
   *     go on as one line
   * @param error the event was named {@code error}
   */
  public record Data(byte[] bytes, boolean error) implements Event {}

  /** The body is no event stream; this is all of it. */
  public record Body(byte[] bytes) implements Event {}

  /**
   * Reads {@code in}.
   *
   * @param maxEvent bytes one event may have
   * @param maxBody bytes a body may have that is no event stream
   * @param arrived called whenever anything arrived, be it only a comment
   */
  public EventReader(InputStream in, int maxEvent, int maxBody, Runnable arrived) {
    this.in = in;
    this.maxEvent = maxEvent;
    this.maxBody = maxBody;
    this.arrived = arrived;
  }

  /**
   * Waits for the next event; null at the end of the body.
   *
   * @throws IOException when reading fails or an event or body is too large
   */
  public @Nullable Event next() throws IOException {
    if (failure != null) {
      throw failure;
    }
    Event event = queued == null ? buffered() : queued;
    queued = null;
    while (event == null && !ended) {
      if (fill()) {
        event = buffered();
      } else {
        ended = true;
        event = last();
      }
    }
    return event;
  }

  /** True when {@link #next()} would return (or fail) without waiting. */
  public boolean ready() {
    try {
      while (queued == null && failure == null && !ended) {
        queued = buffered();
        if (queued == null) {
          if (in.available() <= 0) {
            return false;
          }
          if (!fill()) {
            ended = true;
            queued = last();
          }
        }
      }
    } catch (IOException failed) {
      failure = failed;
      return true;
    }
    return true;
  }

  private boolean fill() throws IOException {
    if (start == end || end == buffer.length) {
      makeRoom();
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      return false;
    }
    if (count > 0) {
      end += count;
      arrived.run();
    }
    return true;
  }

  private void makeRoom() {
    int length = end - start;
    byte[] target =
        holdsTooMuch()
            ? new byte[FIRST_BUFFER]
            : length > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
    System.arraycopy(buffer, start, target, 0, length);
    buffer = target;
    scan -= start;
    start = 0;
    end = length;
  }

  private boolean holdsTooMuch() {
    return buffer.length > LARGEST_KEPT && end - start < FIRST_BUFFER;
  }

  private @Nullable Event buffered() throws IOException {
    if (!begun && !begin()) {
      return null;
    }
    if (plain) {
      check(end - start, maxBody);
      return null;
    }
    while (scan < end) {
      byte current = buffer[scan];
      if (skipLineFeed) {
        skipLineFeed = false;
        if (current == '\n') {
          scan++;
          start = scan;
          continue;
        }
      }
      scan++;
      if (current == '\n' || current == '\r') {
        skipLineFeed = current == '\r';
        int from = start;
        start = scan;
        Event event = line(from, scan - 1);
        if (event != null) {
          return event;
        }
      }
    }
    check(end - start + gathered(), maxEvent);
    return null;
  }

  /** Decides what kind of body it is at its first byte that is neither blank nor a mark. */
  private boolean begin() throws IOException {
    int at = start;
    while (at < end && (isBlank(buffer[at]) || isMark(at - start, buffer[at]))) {
      at++;
    }
    if (at == end) {
      check(end - start, maxBody);
      return false;
    }
    begun = true;
    byte first = buffer[at];
    plain = first == '{' || first == '[' || first == '<';
    start = at;
    scan = at;
    return true;
  }

  private static boolean isBlank(byte value) {
    return value == '\n' || value == '\r' || value == ' ' || value == '\t';
  }

  private static boolean isMark(int at, byte value) {
    return switch (at) {
      case 0 -> value == (byte) 0xEF;
      case 1 -> value == (byte) 0xBB;
      case 2 -> value == (byte) 0xBF;
      default -> false;
    };
  }

  private @Nullable Event last() throws IOException {
    if (plain) {
      Event body = new Body(Arrays.copyOfRange(buffer, start, end));
      buffer = NOTHING;
      start = 0;
      end = 0;
      scan = 0;
      return body;
    }
    if (begun && start < end) {
      int from = start;
      start = end;
      Event event = line(from, end);
      if (event != null) {
        return event;
      }
    }
    return dispatch();
  }

  private @Nullable Event line(int from, int to) throws IOException {
    if (from == to) {
      return dispatch();
    }
    if (buffer[from] == ':') {
      return null;
    }
    int colon = from;
    while (colon < to && buffer[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, to);
    if (value < to && buffer[value] == ' ') {
      value++;
    }
    if (is(DATA, from, colon)) {
      append(value, to);
    } else if (is(EVENT, from, colon)) {
      error = is(ERROR, value, to);
    }
    return null;
  }

  private boolean is(byte[] word, int from, int to) {
    return Arrays.equals(word, 0, word.length, buffer, from, to);
  }

  private void append(int from, int to) {
    if (data == null) {
      data = Arrays.copyOfRange(buffer, from, to);
      return;
    }
    if (lines == null) {
      lines = new ByteArrayOutputStream(2 * data.length);
      lines.writeBytes(data);
    }
    lines.write(' ');
    lines.write(buffer, from, to - from);
  }

  private @Nullable Event dispatch() throws IOException {
    byte[] bytes = lines != null ? lines.toByteArray() : data == null ? NOTHING : data;
    check(bytes.length, maxEvent);
    boolean wasError = error;
    data = null;
    lines = null;
    error = false;
    if (holdsTooMuch()) {
      // before the event is parsed, which takes as much again
      makeRoom();
    }
    for (byte value : bytes) {
      if (!isBlank(value)) {
        return new Data(bytes, wasError);
      }
    }
    return null;
  }

  /** Bytes of the event that is being read. */
  private int gathered() {
    return lines != null ? lines.size() : data == null ? 0 : data.length;
  }

  private static void check(int size, int limit) throws IOException {
    if (size > limit) {
      throw new IOException("the upstream sent more than " + limit + " bytes at once");
    }
  }
}
