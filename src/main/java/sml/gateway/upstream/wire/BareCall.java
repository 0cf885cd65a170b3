package sml.gateway.upstream.wire;

import java.util.List;

/** An answer that is nothing but the JSON of tool calls. In a code block it would be text. */
final class BareCall {
  /** Longer first names of members are no words for a call. */
  private static final int LONGEST_NAME = 20;

  private BareCall() {}

  /** True while an answer that begins like this may turn out to be one. */
  static boolean isPossible(String text) {
    int at = skipBlank(text, 0);
    if (at == text.length()) {
      return true;
    }
    if (text.charAt(at) == '{') {
      return object(text, at + 1);
    }
    if (text.charAt(at) != '[') {
      return false;
    }
    int inner = skipBlank(text, at + 1);
    return inner == text.length() || (text.charAt(inner) == '{' && object(text, inner + 1));
  }

  /** The calls; empty when {@code text} is anything else. */
  static List<TextCall> read(String text, OfferedTools offered) {
    var calls = new JsonCalls(offered);
    return calls.take(JsonCalls.tree(text), true) ? calls.calls() : List.of();
  }

  private static boolean object(String text, int from) {
    int quote = skipBlank(text, from);
    if (quote == text.length()) {
      return true;
    }
    if (text.charAt(quote) != '"') {
      return false;
    }
    int end = text.indexOf('"', quote + 1);
    return end < 0
        ? text.length() < quote + LONGEST_NAME
        : JsonCalls.mayBeginWith(text.substring(quote + 1, end));
  }

  /** The first place from {@code from} on that is no white space. */
  static int skipBlank(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
