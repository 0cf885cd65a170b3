package sml.gateway.upstream.wire;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Separates {@code <think>…</think>} from the text around it, wherever the text is cut into pieces.
 * A tag right behind a quotation mark or backtick is being talked about and stays.
 */
final class ThinkSplitter {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private String carry = "";
  private boolean thinking;
  private boolean afterTag;
  private boolean textSeen;
  private char last = '\n';

  /** True when {@code piece} passes through as it is. */
  boolean passes(String piece) {
    return !thinking && !afterTag && carry.isEmpty() && piece.indexOf('<') < 0;
  }

  /** Notes a piece that {@link #passes}. */
  void pass(String piece) {
    if (!piece.isEmpty()) {
      last = piece.charAt(piece.length() - 1);
      textSeen |= !piece.isBlank();
    }
  }

  /** Splits the next piece; what came out is in {@link #text} and {@link #reasoning}. */
  void split(String piece) {
    String rest = carry.isEmpty() ? piece : carry + piece;
    carry = "";
    int from = 0;
    while (from < rest.length()) {
      int tag = rest.indexOf('<', from);
      if (tag < 0) {
        emit(rest, from, rest.length());
        return;
      }
      emit(rest, from, tag);
      int length = tagAt(rest, tag);
      if (length < 0) {
        carry = rest.substring(tag);
        return;
      }
      if (length == 0) {
        emit(rest, tag, tag + 1);
      }
      from = tag + Math.max(length, 1);
    }
  }

  /** Releases what was kept back as the possible beginning of a tag. */
  void finish() {
    String rest = carry;
    carry = "";
    emit(rest, 0, rest.length());
  }

  String text() {
    return take(text);
  }

  String reasoning() {
    return take(reasoning);
  }

  /** Length of the tag there, 0 if it is none, -1 if that is not yet known. */
  private int tagAt(String rest, int at) {
    if (!thinking && (last == '`' || last == '"' || last == '\'')) {
      return 0;
    }
    int close = match(rest, at, CLOSE);
    int open = thinking ? 0 : match(rest, at, OPEN);
    if (close > 0 || open > 0) {
      thinking = open > 0;
      afterTag = !textSeen;
      return Math.max(close, open);
    }
    return Math.min(close, open);
  }

  private static int match(String rest, int at, String tag) {
    int length = Math.min(tag.length(), rest.length() - at);
    if (!rest.regionMatches(at, tag, 0, length)) {
      return 0;
    }
    return length == tag.length() ? length : -1;
  }

  private void emit(String piece, int from, int to) {
    int begin = from;
    while (afterTag && begin < to && Character.isWhitespace(piece.charAt(begin))) {
      begin++;
    }
    if (begin == to) {
      return;
    }
    afterTag = false;
    last = piece.charAt(to - 1);
    (thinking ? reasoning : text).append(piece, begin, to);
    textSeen |= !thinking && !piece.substring(begin, to).isBlank();
  }

  private static String take(StringBuilder from) {
    String taken = from.toString();
    from.setLength(0);
    return taken;
  }

  /**
   * Content that came as a list of parts, taken apart.
   *
   * @param text of the text parts, joined
   * @param thoughts of the thinking parts, joined
   */
  record Parts(String text, String thoughts) {

    static Parts of(JsonNode content) {
      var text = new StringBuilder();
      var thoughts = new StringBuilder();
      if (content.isArray()) {
        content.forEach(part -> part(part, text, thoughts));
      } else {
        part(content, text, thoughts);
      }
      return new Parts(text.toString(), thoughts.toString());
    }

    private static void part(JsonNode part, StringBuilder text, StringBuilder thoughts) {
      if (part.isTextual()) {
        text.append(part.textValue());
      } else if (part.has("thinking")) {
        append(part.get("thinking"), thoughts);
      } else if (part.path("type").asText().equals("reasoning")) {
        append(part.path("text"), thoughts);
      } else {
        append(part.path("text"), text);
      }
    }

    private static void append(JsonNode value, StringBuilder to) {
      if (value.isArray()) {
        value.forEach(inner -> append(inner, to));
      } else {
        to.append((value.isObject() ? value.path("text") : value).asText(""));
      }
    }
  }
}
