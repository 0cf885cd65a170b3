package sml.gateway.network;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Content-Encoding} header says was done to a body.
 *
 * @param applied in the order in which they were applied; {@code identity} is left out
 */
public record ContentCodings(List<ContentCoding> applied) {
  /** Each costs a decoder and its buffers, and no client needs more. */
  private static final int MOST = 3;

  /**
   * Reads the header.
   *
   * @param header null when there was none
   * @param accepted all others are unsupported
   */
  public static ContentCodings of(@Nullable String header, Set<ContentCoding> accepted)
      throws ContentCodingException {
    if (header == null) {
      return new ContentCodings(List.of());
    }
    List<ContentCoding> applied = new ArrayList<>(1);
    for (String item : header.split(",")) {
      String name = item.strip();
      if (name.isEmpty() || name.equalsIgnoreCase("identity")) {
        continue;
      }
      ContentCoding coding = ContentCoding.named(name);
      if (coding == null || !accepted.contains(coding)) {
        throw new ContentCodingException.Unsupported(
            "the content coding '%s' is not supported".formatted(name));
      }
      if (applied.size() == MOST) {
        throw new ContentCodingException.Unsupported(
            "more than %d content codings in a row are not supported".formatted(MOST));
      }
      applied.add(coding);
    }
    return new ContentCodings(List.copyOf(applied));
  }

  public boolean isPlain() {
    return applied.isEmpty();
  }

  /**
   * The decoded body, to be read whole.
   *
   * @param most bytes that may come, also of what lies between two codings
   */
  public InputStream decode(InputStream body, long most) throws IOException {
    if (applied.isEmpty()) {
      return body;
    }
    var encodedSource = new EncodedSource(body);
    InputStream in = encodedSource;
    for (ContentCoding coding : applied.reversed()) {
      in = DecodedStream.open(coding, in, encodedSource, most);
    }
    return in;
  }

  /** The decoded body, to be read while it comes in. Its length is not limited. */
  public InputStream decodeStream(InputStream body) throws IOException {
    for (ContentCoding coding : applied) {
      if (!coding.isIncremental()) {
        throw new ContentCodingException.Unsupported(
            "a stream with the content coding '%s' cannot be read before its end"
                .formatted(coding.token()));
      }
    }
    return decode(body, Long.MAX_VALUE);
  }
}
