package sml.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import sml.gateway.network.ContentCoding;
import sml.gateway.network.ContentCodingException;
import sml.gateway.network.ContentCodings;
import sml.gateway.network.HttpReply;

/** Decompresses a request body, up to the largest size that a body may have. */
final class BodyDecoder {
  private static final Set<ContentCoding> DECODED =
      EnumSet.of(ContentCoding.GZIP, ContentCoding.DEFLATE, ContentCoding.ZSTD);
  private static final String ACCEPTED = "gzip, deflate, zstd";
  private static final int PIECE = 16 * 1024;

  private final long maxBytes;

  BodyDecoder(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** A body, or why there is none. */
  sealed interface Result {}

  record Decoded(byte[] body) implements Result {}

  record Refused(HttpReply reply) implements Result {}

  /**
   * Decodes a body.
   *
   * @param coding value of {@code Content-Encoding}, not empty
   */
  Result decode(byte[] body, String coding) {
    if (body.length == 0) {
      return new Decoded(body);
    }
    try {
      ContentCodings codings = ContentCodings.of(coding, DECODED);
      return new Decoded(codings.isPlain() ? body : decoded(body, codings));
    } catch (ContentCodingException.Unsupported unknown) {
      String message =
          "Content-Encoding of the request body: %s (HINT: accepted are %s)."
              .formatted(unknown.getMessage(), ACCEPTED);
      return refused(EarlyResponse.error(415, message, "accept-encoding", ACCEPTED));
    } catch (ContentCodingException.TooLong bomb) {
      String message =
          "The request body is larger than %d bytes once its Content-Encoding (%s) is decoded."
              .formatted(maxBytes, coding);
      return refused(EarlyResponse.error(413, message, "request_too_large"));
    } catch (IOException broken) {
      String message =
          "The request body is not what its header Content-Encoding (%s) says: %s."
              .formatted(coding, broken.getMessage());
      return refused(EarlyResponse.error(400, message, "invalid_content_encoding"));
    }
  }

  private static Refused refused(HttpReply reply) {
    return new Refused(reply);
  }

  /**
   * Counts the bytes before it stores them: a refused body takes no memory, an accepted one no more
   * than its length.
   */
  private byte[] decoded(byte[] body, ContentCodings codings) throws IOException {
    int length = 0;
    try (InputStream in = codings.decode(new ByteArrayInputStream(body), maxBytes)) {
      byte[] piece = new byte[PIECE];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        length += count;
      }
    }
    byte[] whole = new byte[length];
    try (InputStream in = codings.decode(new ByteArrayInputStream(body), maxBytes)) {
      in.readNBytes(whole, 0, length);
    }
    return whole;
  }
}
