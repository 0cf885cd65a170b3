package sml.gateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Bytes as a sender compresses them. */
public final class Encoded {
  private Encoded() {}

  /** Compresses what is written to it. */
  private interface Coding {
    OutputStream over(OutputStream target) throws IOException;
  }

  public static byte[] gzip(byte[] bytes) {
    return with(GZIPOutputStream::new, bytes);
  }

  public static byte[] gzip(String text) {
    return gzip(text.getBytes(UTF_8));
  }

  /** Deflate in zlib's format, as the name means it. */
  public static byte[] zlib(byte[] bytes) {
    return with(DeflaterOutputStream::new, bytes);
  }

  /** Deflate without zlib's head and tail, as some senders have it. */
  public static byte[] bareDeflate(byte[] bytes) {
    return with(
        out -> new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED, true)), bytes);
  }

  public static byte[] zstd(byte[] bytes) {
    return with(ZstdOutputStream::new, bytes);
  }

  /** Brotli that stores up to 64 KB as they are. */
  public static byte[] brotli(byte[] bytes) {
    // window of 16 bits, not the last block, length in four nibbles, uncompressed; an empty end
    int head = ((bytes.length - 1) << 4) | (1 << 20);
    var out = new ByteArrayOutputStream();
    out.write(head);
    out.write(head >> 8);
    out.write(head >> 16);
    out.writeBytes(bytes);
    out.write(3);
    return out.toByteArray();
  }

  private static byte[] with(Coding coding, byte[] bytes) {
    var encoded = new ByteArrayOutputStream();
    try (OutputStream out = coding.over(encoded)) {
      out.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return encoded.toByteArray();
  }
}
