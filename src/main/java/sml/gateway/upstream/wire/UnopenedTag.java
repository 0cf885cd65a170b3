package sml.gateway.upstream.wire;

/**
 * Watches the text of an answer for a tag that closes reasoning which no tag has opened: a sign
 * that the template of the model opens it. The tag has to stand right behind a word, a sentence or
 * a line, once, outside of quotes and code blocks, in a text that does not speak of the opening
 * tag.
 */
final class UnopenedTag {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";
  private static final String FENCE = "```";
  private static final String ENDS = ".!?…";

  /** Text since a bracket that may begin a tag, with the character before it. */
  private final StringBuilder watched = new StringBuilder();

  private char last = '\n';
  private int ticks;
  private boolean fenced;
  private boolean inCode;
  private boolean decided;
  private boolean found;

  /** Takes the next piece of the answer. */
  void take(String piece) {
    if (piece.isEmpty() || decided) {
      return;
    }
    int bracket = watched.isEmpty() ? piece.indexOf('<') : 0;
    int plain = bracket < 0 ? piece.length() : bracket;
    countFences(piece, 0, plain);
    if (plain > 0) {
      last = piece.charAt(plain - 1);
    }
    if (bracket < 0) {
      return;
    }
    if (watched.isEmpty()) {
      inCode = fenced;
      watched.append(last);
    }
    countFences(piece, plain, piece.length());
    watched.append(piece, plain, piece.length());
    last = piece.charAt(piece.length() - 1);
    int tail = watched.lastIndexOf("<");
    if (tail < 0 || watched.length() - tail >= CLOSE.length()) {
      end();
    }
  }

  /** The answer is complete. */
  void end() {
    String seen = watched.toString();
    watched.setLength(0);
    if (seen.contains(OPEN)) {
      decided = true;
    } else if (!inCode && in(seen) >= 0) {
      decided = true;
      found = true;
    }
  }

  boolean found() {
    return found;
  }

  private void countFences(String piece, int from, int to) {
    if (ticks == 0 && piece.indexOf('`', from) < 0) {
      return;
    }
    for (int i = from; i < to; i++) {
      ticks = piece.charAt(i) == '`' ? ticks + 1 : 0;
      fenced ^= ticks == FENCE.length();
    }
  }

  /** Where the tag stands in a text, -1 when it has none. */
  static int in(String text) {
    int at = text.indexOf(CLOSE);
    boolean once = at > 0 && text.indexOf(CLOSE, at + 1) < 0;
    if (!once || text.lastIndexOf(OPEN, at) >= 0 || fences(text, at) % 2 != 0) {
      return -1;
    }
    // a text that announces the tag speaks of it
    if (text.substring(0, at).stripTrailing().endsWith(":")) {
      return -1;
    }
    char before = text.charAt(at - 1);
    boolean ends = before == '\n' || Character.isLetterOrDigit(before) || ENDS.indexOf(before) >= 0;
    return ends || Character.getType(before) == Character.NON_SPACING_MARK ? at : -1;
  }

  private static int fences(String text, int before) {
    int fences = 0;
    for (int at = text.indexOf(FENCE);
        at >= 0 && at < before;
        at = text.indexOf(FENCE, at + FENCE.length())) {
      fences++;
    }
    return fences;
  }
}
