package sml.gateway.upstream.wire;

import java.util.List;

/**
 * Finds the tool calls that a model wrote as text at the end of its answer, wherever the answer is
 * cut into pieces. Text flows until calls may begin; from there it is held back until it is clear
 * that it is something else. Calls are not looked for in code blocks and quotations, and are text
 * when text follows them.
 */
final class TextCallDetector {
  /** Characters of calls; what is longer is text. */
  private static final int LONGEST = 1 << 20;

  /** After so many false alarms in one answer its text is about calls. */
  private static final int MOST_ALARMS = 64;

  private static final int LOOK_AGAIN = 64;

  private final OfferedTools offered;
  private final MarkdownContext context = new MarkdownContext();
  private final StringBuilder held = new StringBuilder();
  private State state = State.START;

  /** The blanks an answer begins with; they go when it is nothing but calls. */
  private String leading = "";

  /** What is held back is the first thing of the answer. */
  private boolean first;

  private int nextLook;
  private int alarms;
  private List<TextCall> calls = List.of();

  private enum State {
    START,
    FLOWING,
    HOLDING
  }

  TextCallDetector(OfferedTools offered) {
    this.offered = offered;
    this.state = offered.isEmpty() ? State.FLOWING : State.START;
  }

  /** True when {@code piece} passes through as it is; {@link #pass} is then called with it. */
  boolean passes(String piece) {
    boolean nothingBegins = isOff() || (piece.indexOf('<') < 0 && piece.indexOf('[') < 0);
    return state == State.FLOWING && nothingBegins;
  }

  /** Notes a piece that {@link #passes}. */
  void pass(String piece) {
    if (!isOff()) {
      context.take(piece, 0, piece.length());
    }
  }

  /** True when text is held back that may be calls. */
  boolean holding() {
    return state == State.HOLDING;
  }

  /** The calls the answer ended with; known after its last piece. */
  List<TextCall> calls() {
    return calls;
  }

  /**
   * Takes the next piece and gives back what may flow now.
   *
   * @param last nothing follows
   */
  String take(String piece, boolean last) {
    if (isOff() && state == State.FLOWING && held.isEmpty()) {
      // may be large
      return piece;
    }
    held.append(piece);
    var out = new StringBuilder();
    while (advance(out, last)) {
      // until nothing is left or more is needed
    }
    return out.toString();
  }

  private boolean isOff() {
    return offered.isEmpty() || alarms >= MOST_ALARMS;
  }

  /** Goes on by one step; false when it cannot. */
  private boolean advance(StringBuilder out, boolean last) {
    return switch (state) {
      case START -> start(out, last);
      case FLOWING -> flow(out, last);
      case HOLDING -> decide(out, last);
    };
  }

  private boolean start(StringBuilder out, boolean last) {
    int at = 0;
    while (at < held.length() && Character.isWhitespace(held.charAt(at))) {
      at++;
    }
    if (at == held.length() && !last && at <= LONGEST) {
      return false;
    }
    leading = held.substring(0, at);
    held.delete(0, at);
    first = !held.isEmpty() && mayBegin(held.toString(), last);
    if (first) {
      hold();
    } else {
      emit(out, 0);
    }
    return true;
  }

  private boolean mayBegin(String text, boolean last) {
    return BareCall.isPossible(text) || MarkedCalls.mayBeginAt(text, 0, last);
  }

  private boolean flow(StringBuilder out, boolean last) {
    int end = isOff() ? held.length() : nextStart(last);
    out.append(held, 0, end);
    held.delete(0, end);
    if (held.isEmpty()) {
      return false;
    }
    hold();
    return true;
  }

  private int nextStart(boolean last) {
    for (int at = 0; at < held.length(); at++) {
      char c = held.charAt(at);
      boolean mark = (c == '<' || c == '[') && !context.quotes();
      if (mark && MarkedCalls.mayBeginAt(held, at, last)) {
        return at;
      }
      context.take(held, at, at + 1);
    }
    return held.length();
  }

  private void hold() {
    state = State.HOLDING;
    nextLook = 0;
  }

  private boolean decide(StringBuilder out, boolean last) {
    if (!last && held.length() < nextLook) {
      return false;
    }
    String text = held.toString();
    switch (look(text, last)) {
      case OPEN -> {
        boolean sure = text.length() >= LOOK_AGAIN || MarkedCalls.mayBeginAt(text, 0, true);
        nextLook = sure ? Math.max(LOOK_AGAIN, 2 * text.length()) : 0;
        return false;
      }
      case CALLS -> {
        held.setLength(0);
        leading = "";
        return false;
      }
      case TEXT -> {
        alarms += MarkedCalls.mayBeginAt(text, 0, true) ? 1 : 0;
        emit(out, 1);
      }
    }
    return true;
  }

  /** Lets so many characters flow and goes on behind them. */
  private void emit(StringBuilder out, int count) {
    String text = leading + held.substring(0, count);
    leading = "";
    first = false;
    context.take(text, 0, text.length());
    out.append(text);
    held.delete(0, count);
    state = State.FLOWING;
  }

  private MarkedCalls.Outcome look(String text, boolean last) {
    if (text.length() > LONGEST) {
      return MarkedCalls.Outcome.TEXT;
    }
    if (first && last) {
      calls = BareCall.read(text, offered);
      if (!calls.isEmpty()) {
        return MarkedCalls.Outcome.CALLS;
      }
    }
    if (first && !last && BareCall.isPossible(text)) {
      return MarkedCalls.Outcome.OPEN;
    }
    if (!MarkedCalls.mayBeginAt(text, 0, last)) {
      return MarkedCalls.Outcome.TEXT;
    }
    var marked = new MarkedCalls(text, last, offered);
    MarkedCalls.Outcome outcome = marked.read();
    if (outcome == MarkedCalls.Outcome.CALLS) {
      calls = marked.calls();
    }
    return outcome;
  }
}
