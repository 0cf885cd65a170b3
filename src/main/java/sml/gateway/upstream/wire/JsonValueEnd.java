package sml.gateway.upstream.wire;

import org.jspecify.annotations.Nullable;

/** Follows JSON text in pieces just enough to know where its first object or array ends. */
final class JsonValueEnd {
  /** All of it, if it came at once, as large values do; else its first piece. */
  private String first = "";

  /** The pieces, once there are two. */
  private @Nullable StringBuilder pieces;

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
        keep(last);
        return last;
      }
    }
    keep(piece);
    return piece;
  }

  private void keep(String piece) {
    if (pieces != null) {
      pieces.append(piece);
    } else if (first.isEmpty()) {
      first = piece;
    } else {
      pieces = new StringBuilder(first).append(piece);
    }
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
    return pieces == null ? first : pieces.toString();
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
