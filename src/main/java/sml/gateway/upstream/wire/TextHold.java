package sml.gateway.upstream.wire;

import java.util.List;
import java.util.Set;

/**
 * Holds the text of an answer back while it could still turn out to be a tool call written as
 * text, and lets it flow from the moment it cannot.
 */
final class TextHold {
  private static final int LONGEST = 256 * 1024;
  private static final List<String> STARTS =
      List.of("<tool_call", "<function_call", "<functioncall", "<function=");
  private static final List<String> FENCES =
      List.of("json", "tool_call", "tool_calls", "tool_code");

  private final Set<String> offered;
  private final StringBuilder held = new StringBuilder();
  private boolean flowing;

  TextHold(Set<String> offered) {
    this.offered = offered;
    this.flowing = offered.isEmpty();
  }

  boolean flowing() {
    return flowing;
  }

  boolean holding() {
    return !held.isEmpty();
  }

  /** Takes the next piece and gives back what may flow now. */
  String take(String piece) {
    if (flowing || (held.isEmpty() && piece.isBlank())) {
      return piece;
    }
    held.append(piece);
    // a text that was plausible up to its first key stays so; only its beginning is looked at
    if (held.length() <= LONGEST && plausible(held, 0)) {
      return "";
    }
    return release();
  }

  /** The calls it was, at the end of the answer; empty when it was text. */
  List<TextToolCalls.Call> calls() {
    return held.isEmpty() ? List.of() : TextToolCalls.parse(held.toString(), offered);
  }

  /** Gives up holding and hands out what was held. */
  String release() {
    flowing = true;
    String text = held.toString();
    held.setLength(0);
    return text;
  }

  /** True when the whole of {@code text} begins like a tool call. */
  static boolean mayBeCall(String text) {
    return plausible(text, 0);
  }

  private static boolean plausible(CharSequence text, int from) {
    int at = skipBlank(text, from);
    if (at == text.length()) {
      return true;
    }
    return switch (text.charAt(at)) {
      case '{' -> plausibleObject(text, at + 1);
      case '[' -> {
        int next = skipBlank(text, at + 1);
        yield next == text.length()
            || (text.charAt(next) == '{' && plausibleObject(text, next + 1));
      }
      case '<' -> STARTS.stream().anyMatch(start -> agrees(text, at, start));
      case '`' -> from == 0 && agrees(text, at, "```") && plausibleFence(text, at + 3);
      default -> false;
    };
  }

  private static boolean plausibleObject(CharSequence text, int from) {
    int quote = skipBlank(text, from);
    if (quote == text.length()) {
      return true;
    }
    if (text.charAt(quote) != '"') {
      return false;
    }
    for (int at = quote + 1; at < text.length() && at < quote + 20; at++) {
      if (text.charAt(at) == '"') {
        return TextToolCalls.mayBeginWith(text.subSequence(quote + 1, at).toString());
      }
    }
    return text.length() < quote + 20;
  }

  private static boolean plausibleFence(CharSequence text, int from) {
    int line = from;
    while (line < text.length() && text.charAt(line) != '\n') {
      line++;
    }
    if (from >= text.length()) {
      return true;
    }
    String language = text.subSequence(from, line).toString().strip();
    if (line == text.length()) {
      return FENCES.stream().anyMatch(fence -> fence.startsWith(language));
    }
    return (language.isEmpty() || FENCES.contains(language)) && plausible(text, line);
  }

  private static boolean agrees(CharSequence text, int at, String start) {
    int length = Math.min(start.length(), text.length() - at);
    return start.startsWith(text.subSequence(at, at + length).toString());
  }

  private static int skipBlank(CharSequence text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
