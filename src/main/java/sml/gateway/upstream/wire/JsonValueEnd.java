package sml.gateway.upstream.wire;

/** Follows JSON text in pieces just enough to know where its first object or array ends. */
final class JsonValueEnd {
  private final TextPieces text = new TextPieces();
  private boolean begun;
  private boolean nested;
  private boolean closed;
  private int depth;
  private boolean quoted;
  private boolean escaped;

  /** Takes the next piece; gives back what of it belongs to the value. */
  String take(String piece) {
    if (closed) {
      return "";
    }
    for (int at = 0; at < piece.length(); at++) {
      step(piece.charAt(at));
      if (closed) {
        String last = piece.substring(0, at + 1);
        text.append(last);
        return last;
      }
    }
    text.append(piece);
    return piece;
  }

  private void step(char c) {
    begun |= !Character.isWhitespace(c);
    if (quoted) {
      quoted = escaped || c != '"';
      escaped = !escaped && c == '\\';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      depth++;
      nested = true;
    } else if (c == '}' || c == ']') {
      depth--;
      closed = nested && depth <= 0;
    }
  }

  /** True when anything but white space came. */
  boolean begun() {
    return begun;
  }

  /** What of the value came. */
  String text() {
    return text.toString();
  }

  /** True when an object or array is complete. */
  boolean closed() {
    return closed;
  }

  /** True when the complete value is this text once more, or nothing more is said. */
  boolean isRepeatedBy(String other) {
    return other.isBlank() || text().strip().equals(other.strip());
  }
}
