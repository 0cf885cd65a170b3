package sml.gateway.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongStringParserTest {
  private static final String LONG = "word ".repeat(60_000);

  /** What strings are put together from, well-formed and not; text stands for UTF-8. */
  private static final List<byte[]> PIECES = pieces();

  private static List<byte[]> pieces() {
    List<byte[]> pieces = new ArrayList<>();
    for (String text :
        List.of(
            "a",
            "plain words ",
            "é",
            "ก็",
            "…",
            "😀",
            "\u007f",
            "\uffff",
            "\\\"",
            "\\\\",
            "\\/",
            "\\b\\f\\n\\r\\t",
            "\\u0000",
            "\\u0041",
            "\\u00e9",
            "\\u00E9",
            "\\u07ff",
            "\\u0e01",
            "\\uffff",
            "\\ud83d\\ude00",
            "\\uDBFF\\uDFFF",
            "\\u005c",
            "\\u0022")) {
      pieces.add(text.getBytes(UTF_8));
    }
    return pieces;
  }

  private static final List<byte[]> FLAWS =
      List.of(
          "\\ud83d".getBytes(UTF_8),
          "\\ude00".getBytes(UTF_8),
          "\\ud83d\\u0041".getBytes(UTF_8),
          "\\ud83dx".getBytes(UTF_8),
          "\\x".getBytes(UTF_8),
          "\\u00g0".getBytes(UTF_8),
          "\\u12".getBytes(UTF_8),
          "\n".getBytes(UTF_8),
          new byte[] {0},
          new byte[] {(byte) 0x80},
          new byte[] {(byte) 0xC0, (byte) 0x80},
          new byte[] {(byte) 0xC3},
          new byte[] {(byte) 0xE0, (byte) 0x80, (byte) 0x80},
          new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
          new byte[] {(byte) 0xE0, (byte) 0xB8},
          new byte[] {(byte) 0xF0, (byte) 0x80, (byte) 0x80, (byte) 0x80},
          new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
          new byte[] {(byte) 0xF8, (byte) 0x88, (byte) 0x80, (byte) 0x80},
          new byte[] {(byte) 0xFF});

  private static byte[] joined(List<byte[]> pieces) {
    var all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static byte[] quoted(byte[] inner) {
    return joined(List.of(new byte[] {'"'}, inner, new byte[] {'"'}));
  }

  private static @Nullable String decode(byte[] quoted) {
    return LongStringParser.decode(quoted, 1, quoted.length);
  }

  /** What the parser of all other texts reads; null when it refuses. */
  private static @Nullable String parsed(byte[] json) throws IOException {
    try (JsonParser parser = RawObject.EXACT.getFactory().createParser(json)) {
      parser.nextToken();
      return parser.getText();
    } catch (JsonProcessingException malformed) {
      return null;
    }
  }

  private static byte[] random(Random chance, List<byte[]> from, int most) {
    int count = chance.nextInt(most);
    List<byte[]> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(from.get(chance.nextInt(from.size())));
    }
    return joined(chosen);
  }

  @Test
  void everyWellFormedStringIsReadAsTheParserReadsIt() throws IOException {
    var chance = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] json = quoted(random(chance, PIECES, 12));
      assertThat(decode(json)).isNotNull().isEqualTo(parsed(json));
    }
  }

  @Test
  void noFlawedStringIsReadDifferentlyFromTheParser() throws IOException {
    var chance = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] flaw = FLAWS.get(chance.nextInt(FLAWS.size()));
      byte[] json =
          quoted(joined(List.of(random(chance, PIECES, 4), flaw, random(chance, PIECES, 4))));
      String read = decode(json);
      if (read != null) {
        assertThat(read).isEqualTo(parsed(json));
      }
    }
  }

  @Test
  void noRandomBytesAreReadDifferentlyFromTheParser() throws IOException {
    var chance = new Random(13);
    byte[] alphabet = "\"\\u0dD8e\u00e9\u0e01\ud83d\ude00\n".getBytes(UTF_8);
    for (int i = 0; i < 100_000; i++) {
      byte[] inner = new byte[chance.nextInt(16)];
      for (int at = 0; at < inner.length; at++) {
        boolean any = chance.nextInt(10) == 0;
        inner[at] = any ? (byte) chance.nextInt() : alphabet[chance.nextInt(alphabet.length)];
      }
      byte[] json = quoted(inner);
      String read = decode(json);
      if (read != null) {
        assertThat(read).isEqualTo(parsed(json));
      }
    }
  }

  @Test
  void aFlawIsLeftToTheParser() {
    assertThat(FLAWS).allSatisfy(flaw -> assertThat(decode(quoted(flaw))).isNull());
  }

  @Test
  void aStringWithoutItsEndIsLeftToTheParser() {
    byte[] json = "\"abc\\ud83d\\ude00\"".getBytes(UTF_8);
    for (int to = 1; to < json.length; to++) {
      assertThat(LongStringParser.decode(json, 1, to)).isNull();
    }
  }

  @Test
  void everyCodePointIsReadFromItsBytesAndItsEscapes() {
    for (int point = ' '; point <= Character.MAX_CODE_POINT; point += point < 0x1000 ? 1 : 97) {
      if ((point < 0xD800 || point > 0xDFFF) && point != '"' && point != '\\') {
        String text = Character.toString(point);
        var escapes = new StringBuilder();
        text.chars().forEach(unit -> escapes.append("\\u%04x".formatted(unit)));
        assertThat(decode(quoted(text.getBytes(UTF_8)))).isEqualTo(text);
        assertThat(decode(quoted(escapes.toString().getBytes(UTF_8)))).isEqualTo(text);
      }
    }
  }

  private static String large(String inner) {
    return "{\"a\":{\"b\":[\"x\",\"%s\",1],\"c\":\"%s\"},\"d\":\"\\u0e01\"}".formatted(LONG, inner);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "é\\n\\\"", "\\ud83d\\ude00", "\\ud83d alone", "ก็"})
  void aLargeTextIsTheSameTree(String inner) throws IOException {
    byte[] json = large(inner).getBytes(UTF_8);
    JsonNode expected = RawObject.EXACT.readTree(json);
    assertThat(RawObject.parse(json).tree()).isEqualTo(expected);
    assertThat(RawObject.parse(json).node("a")).isEqualTo(expected.get("a"));
    assertThat(RawObject.parse(json).text("d")).isEqualTo("\u0e01");
  }

  @Test
  void aMarkBeforeALargeTextMovesNothing() throws IOException {
    byte[] json = ("\ufeff" + large("é\\n")).getBytes(UTF_8);
    assertThat(RawObject.parse(json).node("a"))
        .isEqualTo(RawObject.EXACT.readTree(large("é\\n")).get("a"));
    List<String> seen = new ArrayList<>();
    RawObject.parse(
        json,
        (name, parser) -> {
          if (parser.currentToken() == JsonToken.VALUE_STRING) {
            seen.add(parser.getText() + parser.getTextLength());
          }
        });
    assertThat(seen).containsExactly("\u0e011");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\x", "a\nb", "\\u00g0"})
  void aLargeTextThatIsNoJsonIsRefused(String inner) {
    byte[] json = large(inner).getBytes(UTF_8);
    assertThatThrownBy(() -> RawObject.parse(json)).isInstanceOf(JsonProcessingException.class);
  }
}
