package sml.gateway.json;

import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.node.TextNode;

/** Text as a JSON string in UTF-8. */
public final class JsonString {
  private JsonString() {}

  /** The text in quotes, with what has to be escaped. */
  public static byte[] quote(String text) {
    int length = text.length();
    byte[] quoted = new byte[length + 2];
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return escaped(text);
      }
      quoted[i + 1] = (byte) c;
    }
    quoted[0] = '"';
    quoted[length + 1] = '"';
    return quoted;
  }

  private static byte[] escaped(String text) {
    try {
      return quoted(new SerializedString(text).asQuotedUTF8());
    } catch (IllegalArgumentException halfOfAPair) {
      // it has no UTF-8, so it stays an escape
      return RawObject.bytes(TextNode.valueOf(text));
    }
  }

  private static byte[] quoted(byte[] escaped) {
    byte[] quoted = new byte[escaped.length + 2];
    quoted[0] = '"';
    System.arraycopy(escaped, 0, quoted, 1, escaped.length);
    quoted[quoted.length - 1] = '"';
    return quoted;
  }
}
