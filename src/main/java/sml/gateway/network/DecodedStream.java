package sml.gateway.network;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decodes one coding, up to a length. Any exception of a decoder on bad data becomes a {@link
 * ContentCodingException}. What could be read without waiting is not known, so nothing is {@link
 * #available}.
 */
final class DecodedStream extends InputStream {
  private final ContentCoding coding;
  private final InputStream in;
  private final EncodedSource encodedSource;
  private final long most;
  private long taken;

  private DecodedStream(
      ContentCoding coding, InputStream in, EncodedSource encodedSource, long most) {
    this.coding = coding;
    this.in = in;
    this.encodedSource = encodedSource;
    this.most = most;
  }

  static InputStream open(
      ContentCoding coding, InputStream body, EncodedSource encodedSource, long most)
      throws IOException {
    try {
      return new DecodedStream(coding, coding.over(body), encodedSource, most);
    } catch (IOException | RuntimeException failed) {
      throw cause(coding, encodedSource, failed);
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
      throw cause(coding, encodedSource, failed);
    }
    taken += Math.max(0, count);
    if (taken > most) {
      throw new ContentCodingException.TooLong(most);
    }
    return count;
  }

  private static IOException cause(
      ContentCoding coding, EncodedSource encodedSource, Exception failed) {
    IOException lost = encodedSource.failure();
    if (lost != null) {
      return lost;
    }
    return failed instanceof ContentCodingException known
        ? known
        : new ContentCodingException.Broken(coding.token(), failed);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
