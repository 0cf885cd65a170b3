package sml.gateway.intake;

/** What counts of a message: its head and its tail; the middle of a long one is dropped. */
final class PromptExcerpt {
  private static final int HEAD = 1_200;
  private static final int TAIL = 2_800;

  private final StringBuilder head = new StringBuilder();
  private final StringBuilder tail = new StringBuilder();

  /** Adds a part of the message as a line of its own. */
  public void append(char[] text, int offset, int length) {
    if (!isEmpty()) {
      (tail.isEmpty() ? head : tail).append('\n');
    }
    int first = Math.min(length, Math.max(0, HEAD - head.length()));
    head.append(text, offset, first);
    int last = Math.min(length - first, TAIL);
    tail.append(text, offset + length - last, last);
    if (tail.length() > TAIL) {
      tail.delete(0, tail.length() - TAIL);
    }
  }

  /** Clears the message. */
  public void clear() {
    head.setLength(0);
    tail.setLength(0);
  }

  /** True when nothing was added. */
  public boolean isEmpty() {
    return head.isEmpty() && tail.isEmpty();
  }

  /** The head followed by the tail. */
  public String text() {
    return tail.isEmpty() ? head.toString() : head.toString() + tail;
  }
}
