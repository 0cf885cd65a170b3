package sml.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the strings of a large JSON text straight from its bytes, at no more than twice their size.
 * The parser below decodes a string into characters of two bytes each and copies them twice, four
 * times the size of an ASCII text; it still checks all of the text, and reads every string that is
 * not well-formed.
 */
final class LongStringParser extends JsonParserDelegate {
  /** Below this size the memory does not matter, and the time of a second look does. */
  private static final int LARGE = 256 * 1024;

  private static final int HEX_DIGITS = 4;
  private static final int NOT_HEX = -1;
  private static final int MALFORMED = -1;

  private final byte[] json;
  private final int from;
  private final int to;

  private LongStringParser(JsonParser parser, byte[] json, int from, int to) {
    super(parser);
    this.json = json;
    this.from = from;
    this.to = to;
  }

  /** A parser of this part of {@code json}. */
  static JsonParser of(byte[] json, int from, int length) throws IOException {
    JsonParser parser = RawObject.EXACT.getFactory().createParser(json, from, length);
    return length < LARGE ? parser : new LongStringParser(parser, json, from, from + length);
  }

  @Override
  public String getText() throws IOException {
    if (currentToken() == JsonToken.VALUE_STRING) {
      int quote = (int) currentTokenLocation().getByteOffset() + from;
      String text = json[quote] == '"' ? decode(json, quote + 1, to) : null;
      if (text != null) {
        return text;
      }
    }
    return super.getText();
  }

  @Override
  public int getTextLength() throws IOException {
    return currentToken() == JsonToken.VALUE_STRING ? getText().length() : super.getTextLength();
  }

  /**
   * The string that begins behind its opening quote; null when it has no end before {@code to}, or
   * anything that UTF-8 cannot express: such strings are left to the parser.
   */
  static @Nullable String decode(byte[] json, int from, int to) {
    var size = new Size(json, from, to);
    if (!size.wellFormed) {
      return null;
    }
    var charset = size.ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    return size.escaped
        ? new String(unescaped(json, from, size), charset)
        : new String(json, from, size.bytes, charset);
  }

  private static byte[] unescaped(byte[] json, int from, Size size) {
    byte[] text = new byte[size.bytes];
    int in = from;
    int out = 0;
    while (out < text.length) {
      if (json[in] != '\\') {
        text[out++] = json[in++];
      } else if (json[in + 1] != 'u') {
        text[out++] = single(json[in + 1]);
        in += 2;
      } else {
        int unit = unit(json, in);
        boolean pair = Character.isHighSurrogate((char) unit);
        int point = pair ? Character.toCodePoint((char) unit, (char) unit(json, in + 6)) : unit;
        out = put(point, text, out);
        in += pair ? 12 : 6;
      }
    }
    return text;
  }

  /** Writes a character as UTF-8; returns where the next one begins. */
  private static int put(int point, byte[] text, int at) {
    int length = length(point);
    if (length == 1) {
      text[at] = (byte) point;
      return at + 1;
    }
    int rest = point;
    for (int i = length - 1; i > 0; i--) {
      text[at + i] = (byte) (0x80 | (rest & 0x3F));
      rest >>= 6;
    }
    // as many leading ones as it has bytes
    text[at] = (byte) ((0xF00 >> length) | rest);
    return at + length;
  }

  private static int length(int point) {
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }

  /** What an escape of two characters stands for; zero when there is none like it. */
  private static byte single(byte escape) {
    return switch (escape) {
      case '"', '\\', '/' -> escape;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> 0;
    };
  }

  /** The UTF-16 unit of the escape at a backslash, which has all its digits. */
  private static int unit(byte[] json, int backslash) {
    int unit = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
      int digit = Character.digit(json[backslash + 2 + i], 16);
      if (digit < 0) {
        return NOT_HEX;
      }
      unit = (unit << 4) | digit;
    }
    return unit;
  }

  /** How long a string is as UTF-8 once its escapes are resolved. */
  private static final class Size {
    private final byte[] json;
    private final int to;
    boolean wellFormed;
    boolean escaped;
    boolean ascii = true;
    int bytes;

    Size(byte[] json, int from, int to) {
      this.json = json;
      this.to = to;
      int at = from;
      while (at >= 0 && at < to && json[at] != '"') {
        at = next(at);
      }
      wellFormed = at >= 0 && at < to;
    }

    /** Counts one character; returns where the next begins, negative when it is malformed. */
    private int next(int at) {
      byte first = json[at];
      if (first == '\\') {
        escaped = true;
        return escape(at);
      }
      if (first >= ' ') {
        bytes++;
        return at + 1;
      }
      ascii = false;
      int length = first >= 0 ? MALFORMED : sequence(at);
      bytes += length;
      return length < 0 ? MALFORMED : at + length;
    }

    private int escape(int at) {
      if (at + 1 < to && single(json[at + 1]) != 0) {
        bytes++;
        return at + 2;
      }
      int unit = isUnit(at) ? unit(json, at) : NOT_HEX;
      if (unit < 0 || Character.isLowSurrogate((char) unit)) {
        return MALFORMED;
      }
      ascii &= unit < 0x80;
      if (!Character.isHighSurrogate((char) unit)) {
        bytes += length(unit);
        return at + 6;
      }
      bytes += 4;
      boolean pair = isUnit(at + 6) && Character.isLowSurrogate((char) unit(json, at + 6));
      return pair ? at + 12 : MALFORMED;
    }

    private boolean isUnit(int at) {
      return at + 6 <= to && json[at] == '\\' && json[at + 1] == 'u' && unit(json, at) >= 0;
    }

    /** How many bytes the UTF-8 sequence has that begins there; negative when it is none. */
    private int sequence(int at) {
      int first = json[at] & 0xFF;
      int length = first < 0xC2 ? MALFORMED : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
      if (length < 0 || first > 0xF4 || at + length > to) {
        return MALFORMED;
      }
      for (int i = 1; i < length; i++) {
        if ((json[at + i] & 0xC0) != 0x80) {
          return MALFORMED;
        }
      }
      int second = json[at + 1] & 0xFF;
      // too long for its value, half of a pair, or beyond the last character
      return switch (first) {
        case 0xE0 -> second >= 0xA0 ? length : MALFORMED;
        case 0xED -> second < 0xA0 ? length : MALFORMED;
        case 0xF0 -> second >= 0x90 ? length : MALFORMED;
        case 0xF4 -> second < 0x90 ? length : MALFORMED;
        default -> length;
      };
    }
  }
}
