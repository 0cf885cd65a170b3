package sml.gateway.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks whether a Zstandard frame is one that HTTP allows (RFC 8878, RFC 9659). */
final class ZstdHeader {
  private static final int LENGTH = 6;
  private static final byte[] MAGIC = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
  private static final long LARGEST_WINDOW = 8L << 20;

  private ZstdHeader() {}

  /**
   * The same bytes, once the beginning was looked at.
   *
   * @throws ContentCodingException.Unsupported when it is a frame that cannot be decoded however it
   *     goes on
   */
  static InputStream checked(InputStream body) throws IOException {
    var in = new PushbackInputStream(body, LENGTH);
    byte[] head = in.readNBytes(LENGTH);
    in.unread(head);
    if (isFrame(head)) {
      String flaw = flaw(head);
      if (flaw != null) {
        throw new ContentCodingException.Unsupported(
            "a 'zstd' frame " + flaw + " is not supported");
      }
    }
    return in;
  }

  private static boolean isFrame(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private static @Nullable String flaw(byte[] head) {
    if (head.length < LENGTH) {
      return "without a complete header";
    }
    int descriptor = head[4] & 0xff;
    if ((descriptor & 0x03) != 0) {
      return "that needs a dictionary";
    }
    boolean singleSegment = (descriptor & 0x20) != 0;
    return !singleSegment && window(head[5] & 0xff) > LARGEST_WINDOW
        ? "with a window of more than 8 MB"
        : null;
  }

  private static long window(int descriptor) {
    long base = 1L << (10 + (descriptor >> 3));
    return base + base / 8 * (descriptor & 0x07);
  }
}
