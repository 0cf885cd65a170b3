package sml.gateway.chat.coding;

import java.io.IOException;
import java.io.InputStream;

/**
 * One coding taken off, within a length. Whatever a decoder throws on bad data becomes a {@link
 * CodingException}. What could be read without waiting is not known, so nothing is {@link
 * #available}.
 */
final class DecodedStream extends InputStream {
  private final ContentCoding coding;
  private final InputStream in;
  private final Source source;
  private final long most;
  private long taken;

  private DecodedStream(ContentCoding coding, InputStream in, Source source, long most) {
    this.coding = coding;
    this.in = in;
    this.source = source;
    this.most = most;
  }

  static InputStream open(ContentCoding coding, InputStream body, Source source, long most)
      throws IOException {
    try {
      return new DecodedStream(coding, coding.over(body), source, most);
    } catch (IOException | RuntimeException failed) {
      throw told(coding, source, failed);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(target, offset, length);
    } catch (IOException | RuntimeException failed) {
      throw told(coding, source, failed);
    }
    taken += Math.max(0, count);
    if (taken > most) {
      throw new CodingException.TooLong(most);
    }
    return count;
  }

  private static IOException told(ContentCoding coding, Source source, Exception failed) {
    IOException lost = source.failure();
    if (lost != null) {
      return lost;
    }
    return failed instanceof CodingException known
        ? known
        : new CodingException.Broken(coding.token(), failed);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
