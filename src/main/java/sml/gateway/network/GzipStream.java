package sml.gateway.network;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decodes gzip (RFC 1952), member after member. {@link java.util.zip.GZIPInputStream} calls itself
 * for each empty member, so that a small body of many can overflow the stack. What follows the last
 * member and is none is left alone.
 */
final class GzipStream extends InputStream {
  private static final int BUFFER = 8 * 1024;
  private static final int DEFLATED = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int REST_OF_HEADER = 6;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private boolean inMember;
  private boolean ended;

  /** Reads the first header. */
  GzipStream(InputStream in) throws IOException {
    this.in = in;
    if (!begin()) {
      throw new ZipException("no gzip data");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (inMember || begin()) {
      int count = inflate(target, offset, length);
      if (count > 0) {
        crc.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        finish();
      } else if (inflater.needsInput()) {
        fill();
        inflater.setInput(buffer, 0, end);
        at = end;
      } else {
        throw new ZipException("a dictionary is needed");
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws ZipException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException damaged) {
      throw new ZipException(damaged.getMessage());
    }
  }

  /** Reads the header of the next member; false when there is none. */
  private boolean begin() throws IOException {
    if (ended || !isNext(0x1f) || !isNext(0x8b)) {
      ended = true;
      return false;
    }
    if (next() != DEFLATED) {
      throw new ZipException("unknown compression method");
    }
    int flags = next();
    skip(REST_OF_HEADER);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
    inflater.reset();
    inflater.setInput(buffer, at, end - at);
    at = end;
    crc.reset();
    inMember = true;
    return true;
  }

  /** Compares what was decoded with what the end of the member says of it. */
  private void finish() throws IOException {
    at = end - inflater.getRemaining();
    long length = inflater.getBytesWritten() & 0xffffffffL;
    if (word() != crc.getValue() || word() != length) {
      throw new ZipException("the checksum does not fit");
    }
    inMember = false;
  }

  private long word() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      // the name or comment goes on
    }
  }

  private boolean isNext(int expected) throws IOException {
    if (at == end) {
      int count = in.read(buffer, 0, BUFFER);
      at = 0;
      end = Math.max(0, count);
    }
    return at < end && (buffer[at++] & 0xff) == expected;
  }

  private int next() throws IOException {
    if (at == end) {
      fill();
    }
    return buffer[at++] & 0xff;
  }

  private void fill() throws IOException {
    int count = in.read(buffer, 0, BUFFER);
    if (count <= 0) {
      throw new EOFException("it ends early");
    }
    at = 0;
    end = count;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
