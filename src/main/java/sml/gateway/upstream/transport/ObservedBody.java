package sml.gateway.upstream.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer as it comes; reports every piece. */
public final class ObservedBody extends FilterInputStream {
  private final Listener listener;

  /** Receives the number of bytes that came. */
  public interface Listener {
    /**
     * Counts bytes that came.
     *
     * @param blank nothing but white space, with which some providers keep a connection open while
     *     they have no answer yet
     */
    void bytesCame(boolean blank);
  }

  public ObservedBody(InputStream body, Listener listener) {
    super(body);
    this.listener = listener;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      listener.bytesCame(value <= ' ');
    }
    return value;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count = super.read(into, from, length);
    if (count > 0) {
      listener.bytesCame(isBlank(into, from, count));
    }
    return count;
  }

  private static boolean isBlank(byte[] bytes, int from, int count) {
    for (int at = from; at < from + count; at++) {
      if (bytes[at] < 0 || bytes[at] > ' ') {
        return false;
      }
    }
    return true;
  }
}
