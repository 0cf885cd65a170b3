package sml.gateway.network;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;

/** A content coding of HTTP that can be decoded. */
public enum ContentCoding {
  GZIP,
  DEFLATE,
  ZSTD,
  BROTLI;

  private static final int BUFFER = 8 * 1024;

  private static final Map<String, ContentCoding> BY_NAME =
      Map.of("gzip", GZIP, "x-gzip", GZIP, "deflate", DEFLATE, "zstd", ZSTD, "br", BROTLI);

  /** The coding of this name, null when it is none of ours. */
  static @Nullable ContentCoding named(String name) {
    return BY_NAME.get(name.toLowerCase(Locale.ROOT));
  }

  /** Its name in headers. */
  public String token() {
    return this == BROTLI ? "br" : name().toLowerCase(Locale.ROOT);
  }

  /** True when what was sent can be decoded before more comes. */
  boolean isIncremental() {
    // the decoders of the others return nothing before their window is full
    return this == GZIP || this == DEFLATE;
  }

  /** The decoded bytes, without a length limit. */
  InputStream over(InputStream body) throws IOException {
    return switch (this) {
      case GZIP -> new GzipStream(body);
      case DEFLATE -> inflated(body);
      case ZSTD -> new ZstdInputStream(ZstdHeader.checked(body));
      case BROTLI -> new BrotliInputStream(body);
    };
  }

  /** Most senders use zlib's format under this name, some the bare one. */
  private static InputStream inflated(InputStream body) throws IOException {
    var in = new PushbackInputStream(body, 2);
    byte[] head = in.readNBytes(2);
    in.unread(head);
    boolean zlib =
        head.length == 2
            && (head[0] & 0x0f) == 8
            && (((head[0] & 0xff) << 8) | (head[1] & 0xff)) % 31 == 0;
    return new OwnInflater(in, new Inflater(!zlib));
  }

  /** Frees the memory of its inflater when it is closed. */
  private static final class OwnInflater extends InflaterInputStream {
    OwnInflater(InputStream in, Inflater inflater) {
      super(in, inflater, BUFFER);
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }
}
