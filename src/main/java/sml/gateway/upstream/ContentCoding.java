package sml.gateway.upstream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes compressed bodies, which an upstream may send without an {@code Accept-Encoding}. */
final class ContentCoding {
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;
  private static final int BUFFER = 8 * 1024;

  private ContentCoding() {}

  /**
   * The decoded body. The {@link InputStream#available} of a compressed one is always 0.
   *
   * @param coding value of {@code Content-Encoding}, null when there was none
   * @throws IOException when the coding is unknown or the body is not of it
   */
  static InputStream decoded(InputStream body, @Nullable String coding) throws IOException {
    String name = name(coding);
    return switch (name) {
      case "", "identity" -> body;
      case "gzip", "x-gzip" -> new Unannounced(new GZIPInputStream(body, BUFFER));
      case "deflate" -> new Unannounced(inflated(body));
      default ->
          throw new IOException(
              "the answer is encoded as '%s', which was not asked for".formatted(name));
    };
  }

  /** True when {@link #decoded} can decode it. */
  static boolean isKnown(@Nullable String coding) {
    return switch (name(coding)) {
      case "", "identity", "gzip", "x-gzip", "deflate" -> true;
      default -> false;
    };
  }

  private static String name(@Nullable String coding) {
    return coding == null ? "" : coding.strip().toLowerCase(Locale.ROOT);
  }

  /** A complete body, unzipped up to {@code most} bytes when it is gzip without saying so. */
  static byte[] unzipped(byte[] body, int most) throws IOException {
    boolean gzip =
        body.length > 2 && (body[0] & 0xff) == GZIP_FIRST && (body[1] & 0xff) == GZIP_SECOND;
    if (!gzip) {
      return body;
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body), BUFFER)) {
      return in.readNBytes(most);
    }
  }

  /** Most servers send zlib's format under this name, some the bare one. */
  private static InputStream inflated(InputStream body) throws IOException {
    var in = new PushbackInputStream(body, 2);
    byte[] head = in.readNBytes(2);
    in.unread(head);
    boolean zlib =
        head.length == 2
            && (head[0] & 0x0f) == 8
            && (((head[0] & 0xff) << 8) | (head[1] & 0xff)) % 31 == 0;
    return new InflaterInputStream(in, new Inflater(!zlib), BUFFER);
  }

  /** A stream that cannot know what may be read without waiting. */
  private static final class Unannounced extends InputStream {
    private final InputStream in;

    Unannounced(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return in.read(target, offset, length);
    }

    @Override
    public int available() {
      return 0;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
