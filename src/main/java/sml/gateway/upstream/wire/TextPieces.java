package sml.gateway.upstream.wire;

import org.jspecify.annotations.Nullable;

/** Joins pieces of text; a text that comes in one piece, as large ones do, is not copied. */
final class TextPieces {
  private String first = "";

  /** All of it, once there are two pieces. */
  private @Nullable StringBuilder joined;

  void append(String piece) {
    if (joined != null) {
      joined.append(piece);
    } else if (first.isEmpty()) {
      first = piece;
    } else {
      joined = new StringBuilder(first).append(piece);
      first = "";
    }
  }

  @Override
  public String toString() {
    return joined == null ? first : joined.toString();
  }

  /** All of it, after which it begins anew. */
  String take() {
    String taken = toString();
    first = "";
    joined = null;
    return taken;
  }
}
