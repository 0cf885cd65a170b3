package sml.gateway.intake;

/**
 * How an instruction and what is pasted lie in a prompt: its first and last character, whether it
 * has lines and something given after a colon or in quotes, and how long its first and last line
 * are.
 */
final class PromptLayout {
  /** What an object of JSON begins with. */
  static final String OBJECT = "{\"";

  private static final int ENDS = 1 << 10;
  private static final int LINES = 1 << 11;

  private PromptLayout() {}

  /** Every sign as one number; none for an empty prompt. */
  static int[] signs(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) <= ' ') {
      end--;
    }
    if (end == 0) {
      return new int[0];
    }
    int line = text.indexOf('\n');
    boolean lines = line >= 0 && line < end;
    boolean given = text.contains(": ") || text.indexOf('"') >= 0;
    int last = kind(text.charAt(end - 1));
    int both = kind(text.charAt(0)) * 64 + last * 4 + (lines ? 2 : 0) + (given ? 1 : 0);
    if (!lines) {
      return new int[] {both, ENDS + last};
    }
    int tail = end - 1 - text.lastIndexOf('\n', end - 1);
    return new int[] {both, ENDS + last, LINES + step(line) * 32 + step(tail)};
  }

  private static int step(int length) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(length);
  }

  private static int kind(char c) {
    if (PromptFeatures.isThai(c)) {
      return 1;
    }
    if (Character.isDigit(c)) {
      return 2;
    }
    return switch (c) {
      case '?' -> 4;
      case '"', '”', '“', '\'' -> 5;
      case '{', '}', '[', ']', '(', ')' -> 6;
      case '.', '!' -> 7;
      case ';', '`', '<', '>' -> 8;
      case ':' -> 9;
      default -> Character.isLetter(c) ? 3 : 0;
    };
  }
}
