package sml.gateway.upstream.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.network.ContentCoding;
import sml.gateway.network.ContentCodingException;
import sml.gateway.network.ContentCodings;

/**
 * Decompresses the answer of an upstream, which may be compressed although the request did not ask
 * for it. {@code coding} is the value of {@code Content-Encoding}, null when there was none.
 */
public final class ResponseDecoder {
  private static final Set<ContentCoding> DECODED = EnumSet.allOf(ContentCoding.class);
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;
  private static final int PIECE = 8 * 1024;

  private ResponseDecoder() {}

  /** A body that is read while it comes in. */
  public static InputStream streamed(InputStream body, @Nullable String coding) throws IOException {
    return ContentCodings.of(coding, DECODED).decodeStream(body);
  }

  /** A complete body, cut after {@code most} decoded bytes. */
  public static byte[] whole(
      InputStream body, @Nullable String coding, int most, LargeAnswers.Permit large)
      throws IOException {
    InputStream decoded = ContentCodings.of(coding, DECODED).decode(body, Long.MAX_VALUE);
    return unzipped(large.over(decoded).readNBytes(most), most);
  }

  /** What can be read of the words of a refusal, whose status counts even if nothing can. */
  public static byte[] words(InputStream body, @Nullable String coding, int most)
      throws IOException {
    // read completely first, so that a lost connection is not mistaken for bad data
    byte[] sent = body.readNBytes(most);
    var words = new ByteArrayOutputStream();
    try (InputStream in =
        ContentCodings.of(coding, DECODED).decode(new ByteArrayInputStream(sent), Long.MAX_VALUE)) {
      byte[] piece = new byte[PIECE];
      while (words.size() < most) {
        int count = in.read(piece, 0, Math.min(PIECE, most - words.size()));
        if (count < 0) {
          break;
        }
        words.write(piece, 0, count);
      }
      return unzipped(words.toByteArray(), most);
    } catch (ContentCodingException unreadable) {
      return words.toByteArray();
    }
  }

  /** The body, unzipped when it is gzip without saying so. */
  private static byte[] unzipped(byte[] body, int most) throws IOException {
    boolean gzip =
        body.length > 2 && (body[0] & 0xff) == GZIP_FIRST && (body[1] & 0xff) == GZIP_SECOND;
    if (!gzip) {
      return body;
    }
    try (InputStream in =
        ContentCodings.of("gzip", DECODED).decode(new ByteArrayInputStream(body), Long.MAX_VALUE)) {
      return in.readNBytes(most);
    }
  }
}
