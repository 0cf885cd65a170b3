package sml.gateway.upstream.wire;

/** Follows text character by character just enough to know what is code or a quotation. */
final class MarkdownContext {
  private static final String QUOTES = "`\"'“‘«「『";

  private boolean lineStart = true;
  private boolean quotedLine;
  private boolean fenced;
  private boolean opening;
  private char fence;
  private int fenceLength;
  private int run;
  private char beforeLast = '\n';
  private char last = '\n';

  /** True when what comes next stands in a code block or a quotation. */
  boolean quotes() {
    return fenced || quotedLine || opensQuotation(beforeLast, last);
  }

  /** True for a quotation mark or backtick that opens; behind a word it closes. */
  static boolean opensQuotation(char before, char mark) {
    boolean opens = Character.isWhitespace(before) || "([{".indexOf(before) >= 0;
    return opens && QUOTES.indexOf(mark) >= 0;
  }

  void take(CharSequence text, int from, int to) {
    for (int at = from; at < to; at++) {
      take(text.charAt(at));
    }
  }

  private void take(char c) {
    beforeLast = last;
    last = c;
    if (c == '\n') {
      lineStart = true;
      quotedLine = false;
      opening = false;
      run = 0;
    } else if (lineStart) {
      atLineStart(c);
    }
  }

  private void atLineStart(char c) {
    if (isFence(c)) {
      run++;
      if (fenced && !opening) {
        fenced = run < fenceLength;
        lineStart = fenced;
      } else if (run >= 3) {
        fenced = true;
        opening = true;
        fence = c;
        fenceLength = run;
      }
    } else if (c == '>' && run == 0 && !fenced) {
      quotedLine = true;
      lineStart = false;
    } else if (run > 0 || !Character.isWhitespace(c)) {
      lineStart = false;
    }
  }

  /** True for a character that a code block begins or ends with, of the kind seen before. */
  private boolean isFence(char c) {
    if (fenced) {
      return c == fence;
    }
    if (c != '`' && c != '~') {
      return false;
    }
    boolean same = run == 0 || c == fence;
    fence = c;
    return same;
  }
}
