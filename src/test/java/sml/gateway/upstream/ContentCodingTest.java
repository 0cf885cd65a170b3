package sml.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ContentCodingTest {
  private static final byte[] TEXT = "{\"text\":\"สวัสดี\"}".repeat(50).getBytes(UTF_8);

  /** Compresses what is written to it. */
  private interface Coding {
    OutputStream over(OutputStream target) throws IOException;
  }

  private static byte[] encoded(Coding coding) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = coding.over(bytes)) {
      out.write(TEXT);
    }
    return bytes.toByteArray();
  }

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  @Test
  void gzipAndBothFormsOfDeflateAreDecoded() throws IOException {
    byte[] gzip = encoded(GZIPOutputStream::new);
    byte[] zlib = encoded(DeflaterOutputStream::new);
    byte[] bare =
        encoded(out -> new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED, true)));
    assertThat(ContentCoding.decoded(in(gzip), "gzip")).hasBinaryContent(TEXT);
    assertThat(ContentCoding.decoded(in(gzip), " X-Gzip ")).hasBinaryContent(TEXT);
    assertThat(ContentCoding.decoded(in(zlib), "deflate")).hasBinaryContent(TEXT);
    assertThat(ContentCoding.decoded(in(bare), "deflate")).hasBinaryContent(TEXT);
  }

  @Test
  void whatIsNotEncodedIsTheSameStream() throws IOException {
    InputStream plain = in(TEXT);
    assertThat(ContentCoding.decoded(plain, null)).isSameAs(plain);
    assertThat(ContentCoding.decoded(plain, "identity")).isSameAs(plain);
  }

  @Test
  void anotherCodingIsNamed() {
    assertThatThrownBy(() -> ContentCoding.decoded(in(TEXT), "br"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'br'");
  }

  @Test
  void gzipWithoutAHeaderIsRecognised() throws IOException {
    byte[] gzip = encoded(GZIPOutputStream::new);
    assertThat(ContentCoding.unzipped(gzip, 1 << 20)).isEqualTo(TEXT);
    assertThat(ContentCoding.unzipped(gzip, 10)).hasSize(10);
    assertThat(ContentCoding.unzipped(TEXT, 10)).isSameAs(TEXT);
  }

  @Test
  void nothingIsSaidToBeAvailable() throws IOException {
    InputStream decoded = ContentCoding.decoded(in(encoded(GZIPOutputStream::new)), "gzip");
    assertThat(decoded.available()).isZero();
  }
}
