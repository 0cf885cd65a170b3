package sml.gateway.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.Encoded;

class ContentCodingsTest {
  private static final Set<ContentCoding> ALL = EnumSet.allOf(ContentCoding.class);
  private static final long PLENTY = 1 << 20;
  private static final byte[] TEXT = "{\"text\":\"สวัสดี\"}".repeat(50).getBytes(UTF_8);

  /** 64 MB of zeros, by Node. */
  private static final String BROTLI_BOMB =
      "y///P/gnAOKxQCD3/o///3/wTwDEYRGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIgDgsAdO//+P//"
          + "B/8EQBwWAOje//H//w/+CYA4LADQvf/L//8//BMAcVgAoHv/Bw==";

  private static final String BROTLI_BY_NODE =
      "Gz8AGJwHtg3tGg0qw8tk7HktsrcFHpRxIjLw1+3wWnX1hQ5swGkCMs3jst4MPHwRRCnWoojNYn97cwfMLQ==";

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static byte[] decoded(byte[] body, String header, long most) throws IOException {
    try (InputStream in = ContentCodings.of(header, ALL).decode(in(body), most)) {
      return in.readAllBytes();
    }
  }

  private static byte[] encoded(String coding) {
    return switch (coding) {
      case "deflate" -> Encoded.zlib(TEXT);
      case "zstd" -> Encoded.zstd(TEXT);
      case "br" -> Encoded.brotli(TEXT);
      default -> Encoded.gzip(TEXT);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "deflate", "zstd", "br", " GZip ", "gzip,", ",gzip"})
  void everyCodingIsDecodedUnderItsNamesInAnyCase(String header) throws IOException {
    byte[] body = encoded(header.replace(",", "").strip());
    assertThat(decoded(body, header, PLENTY)).isEqualTo(TEXT);
    assertThat(decoded(body, header, TEXT.length)).isEqualTo(TEXT);
  }

  @Test
  void deflateWithoutTheHeadOfZlibIsDecoded() throws IOException {
    assertThat(decoded(Encoded.bareDeflate(TEXT), "deflate", PLENTY)).isEqualTo(TEXT);
  }

  @Test
  void brotliOfARealEncoderIsDecoded() throws IOException {
    byte[] body = Base64.getDecoder().decode(BROTLI_BY_NODE);
    assertThat(new String(decoded(body, "br", PLENTY), UTF_8))
        .isEqualTo("{\"choices\":[{\"message\":{\"content\":\"Hello สวัสดี\"}}]}");
  }

  @Test
  void severalCodingsAreTakenOffInTheirOrder() throws IOException {
    byte[] twice = Encoded.gzip(Encoded.zlib(TEXT));
    assertThat(decoded(twice, "deflate, gzip", PLENTY)).isEqualTo(TEXT);
    byte[] thrice = Encoded.zstd(twice);
    assertThat(decoded(thrice, "deflate, identity, GZIP,zstd", PLENTY)).isEqualTo(TEXT);
    assertThatThrownBy(() -> decoded(twice, "gzip, deflate", PLENTY))
        .isInstanceOf(ContentCodingException.Broken.class);
  }

  @Test
  void whatIsNotEncodedIsTheSameStream() throws IOException {
    InputStream plain = in(TEXT);
    assertThat(ContentCodings.of(null, ALL).decode(plain, PLENTY)).isSameAs(plain);
    assertThat(ContentCodings.of("Identity", ALL).decodeStream(plain)).isSameAs(plain);
    assertThat(ContentCodings.of("", ALL).isPlain()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compress|'compress'",
        "gzip, aes128gcm|'aes128gcm'",
        "utf-8|'utf-8'",
        "gzip;q=1|'gzip;q=1'",
        "br|'br'",
        "gzip, gzip, gzip, gzip|more than 3"
      })
  void whatIsNotAcceptedIsNamed(String header, String named) {
    var accepted = EnumSet.of(ContentCoding.GZIP);
    assertThatThrownBy(() -> ContentCodings.of(header, accepted))
        .isInstanceOf(ContentCodingException.Unsupported.class)
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd", "br"})
  void dataThatEndsEarlyOrIsNoneIsBroken(String coding) {
    byte[] body = encoded(coding);
    for (byte[] broken : List.of(Arrays.copyOf(body, body.length - 2), new byte[0], TEXT)) {
      assertThatThrownBy(() -> decoded(broken, coding, PLENTY))
          .isInstanceOf(ContentCodingException.Broken.class)
          .hasMessageContaining("'" + coding + "'");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd", "br"})
  void noDamageIsAnythingElseThanBroken(String coding) {
    var random = new Random(7);
    byte[] body = encoded(coding);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = body.clone();
      damaged[random.nextInt(body.length)] = (byte) random.nextInt(256);
      try {
        assertThat(decoded(damaged, coding, PLENTY).length).isLessThanOrEqualTo((int) PLENTY);
      } catch (IOException failed) {
        assertThat(failed).isInstanceOf(ContentCodingException.class);
      }
    }
  }

  @Test
  void noMoreComesThanIsAllowed() {
    byte[] zeros = new byte[8 << 20];
    assertThatThrownBy(() -> decoded(Encoded.gzip(zeros), "gzip", PLENTY))
        .isInstanceOf(ContentCodingException.TooLong.class);
    assertThatThrownBy(() -> decoded(Encoded.zlib(zeros), "deflate", PLENTY))
        .isInstanceOf(ContentCodingException.TooLong.class);
    assertThatThrownBy(() -> decoded(Encoded.zstd(zeros), "zstd", PLENTY))
        .isInstanceOf(ContentCodingException.TooLong.class);
    byte[] brotli = Base64.getDecoder().decode(BROTLI_BOMB);
    assertThatThrownBy(() -> decoded(brotli, "br", PLENTY))
        .isInstanceOf(ContentCodingException.TooLong.class);
  }

  @Test
  void whatLiesBetweenTwoCodingsIsLimitedToo() throws IOException {
    // many empty members: long once the outer coding is off, nothing at the end
    byte[] empty = Encoded.gzip(new byte[0]);
    byte[] members = new byte[empty.length * 60_000];
    for (int at = 0; at < members.length; at += empty.length) {
      System.arraycopy(empty, 0, members, at, empty.length);
    }
    assertThatThrownBy(() -> decoded(Encoded.gzip(members), "gzip, gzip", PLENTY))
        .isInstanceOf(ContentCodingException.TooLong.class);
  }

  @ParameterizedTest
  @CsvSource({"28b52ffd00, header", "28b52ffd0158, dictionary", "28b52ffd0088, window"})
  void aFrameThatCannotBeDecodedHereIsNotSupported(String hex, String why) {
    byte[] frame = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> decoded(frame, "zstd", PLENTY))
        .isInstanceOf(ContentCodingException.Unsupported.class)
        .hasMessageContaining("zstd")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStreamIsDecodedAsItComes(boolean zipped) throws IOException {
    var sent = new ByteArrayOutputStream();
    Deque<byte[]> parts = new ArrayDeque<>();
    OutputStream out =
        zipped ? new GZIPOutputStream(sent, true) : new DeflaterOutputStream(sent, true);
    for (int event = 0; event < 3; event++) {
      out.write(("data: " + event + "\n\n").getBytes(UTF_8));
      out.flush();
      parts.add(sent.toByteArray());
      sent.reset();
    }
    out.close();
    parts.add(sent.toByteArray());
    String header = zipped ? "gzip" : "deflate";
    try (InputStream in = ContentCodings.of(header, ALL).decodeStream(new Parts(parts))) {
      for (int event = 0; event < 3; event++) {
        assertThat(new String(in.readNBytes(9), UTF_8)).isEqualTo("data: " + event + "\n\n");
        assertThat(parts).as("parts not read yet").hasSize(3 - event);
      }
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "zstd, gzip"})
  void aStreamThatCannotBeDecodedAsItComesIsRefused(String header) throws IOException {
    var codings = ContentCodings.of(header, ALL);
    assertThatThrownBy(() -> codings.decodeStream(in(Encoded.brotli(TEXT))))
        .isInstanceOf(ContentCodingException.Unsupported.class)
        .hasMessageContaining("'" + header.split(",", 2)[0] + "'")
        .hasMessageContaining("stream");
  }

  @Test
  void gzipWithAllItsHeadersAndSeveralMembersIsDecoded() throws IOException {
    byte[] plain = Encoded.gzip(TEXT);
    var body = new ByteArrayOutputStream();
    // extra field, name, comment and checksum of the header
    body.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0});
    body.writeBytes(new byte[] {3, 0, 'e', 'x', 't', 'n', 0, 'c', 'o', 0, 1, 2});
    body.write(plain, 10, plain.length - 10);
    body.writeBytes(plain);
    body.writeBytes(new byte[512]);
    byte[] twice = decoded(body.toByteArray(), "gzip", PLENTY);
    assertThat(new String(twice, UTF_8)).isEqualTo(new String(TEXT, UTF_8).repeat(2));
  }

  @Test
  void aLostConnectionIsNotTakenForBadData() {
    for (String coding : List.of("gzip", "deflate", "zstd", "br")) {
      byte[] half = Arrays.copyOf(encoded(coding), 20);
      InputStream lost =
          new Parts(new ArrayDeque<>(List.of(half))) {
            @Override
            int atEnd() throws IOException {
              throw new SocketException("reset");
            }
          };
      assertThatThrownBy(() -> ContentCodings.of(coding, ALL).decode(lost, PLENTY).readAllBytes())
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void nothingIsSaidToBeAvailable() throws IOException {
    InputStream in = ContentCodings.of("gzip", ALL).decode(in(Encoded.gzip(TEXT)), PLENTY);
    assertThat(in.available()).isZero();
  }

  /** A body that comes in parts. */
  private static class Parts extends InputStream {
    private final Deque<byte[]> parts;
    private byte[] part = {};
    private int at;

    Parts(Deque<byte[]> parts) {
      this.parts = parts;
    }

    int atEnd() throws IOException {
      return -1;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (at == part.length) {
        byte[] next = parts.poll();
        if (next == null) {
          return atEnd();
        }
        part = next;
        at = 0;
      }
      int count = Math.min(length, part.length - at);
      System.arraycopy(part, at, target, offset, count);
      at += count;
      return count;
    }
  }
}
