package sml.gateway.upstream.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Separates the reasoning at the beginning of a text from the answer behind it, wherever the text
 * is cut into pieces. A tag opens reasoning only as the first thing of the text, and a tag that
 * closes it ends it once: anywhere else both are text. A closing tag right behind a quotation mark
 * or backtick is being talked about.
 *
 * <p>For a model whose reasoning is {@link Reasoning#OPENED_BY_PROMPT} the text begins as
 * reasoning. When it ends without a closing tag all of it was the answer after all.
 */
final class ReasoningSplitter {
  private static final int MOST_KEPT = 1 << 20;

  private enum State {
    START,
    REASONING,
    TEXT
  }

  private final Reasoning kind;
  private final UnopenedTag watch = new UnopenedTag();
  private final TextPieces text = new TextPieces();
  private final TextPieces reasoning = new TextPieces();

  /** Reasoning that no tag has opened, while it may still turn out to be the answer. */
  private final StringBuilder unopened = new StringBuilder();

  private State state;
  private ReasoningTag tag = ReasoningTag.THINK;
  private boolean opened;
  private ReasoningSign sign = ReasoningSign.NONE;
  private String carry = "";
  private boolean afterTag;
  private char beforeLast = '\n';
  private char last = '\n';

  ReasoningSplitter(Reasoning kind) {
    this.kind = kind;
    this.state = kind == Reasoning.RAW ? State.TEXT : State.START;
  }

  /** True when {@code piece} passes through as it is. */
  boolean passes(String piece) {
    return piece.isEmpty() || (state == State.TEXT && !afterTag && carry.isEmpty());
  }

  /** Notes a piece that {@link #passes}. */
  void pass(String piece) {
    if (!opened) {
      watch.take(piece);
    }
  }

  /** The upstream sends reasoning in a member of its own, so the content has none. */
  void separated() {
    if (state == State.START && !opened) {
      state = State.TEXT;
    }
  }

  /** Splits the next piece; what came out is in {@link #text} and {@link #reasoning}. */
  void split(String piece) {
    String rest = carry + piece;
    carry = "";
    if (state == State.START) {
      rest = begin(rest);
    }
    if (state == State.REASONING) {
      rest = reason(rest);
    }
    if (state == State.TEXT) {
      pass(rest);
      emit(text, rest);
    }
  }

  /** Looks for a tag at the beginning; gives back what is left when that is decided. */
  private String begin(String rest) {
    int at = 0;
    while (at < rest.length() && Character.isWhitespace(rest.charAt(at))) {
      at++;
    }
    boolean undecided = at == rest.length();
    for (ReasoningTag one : ReasoningTag.values()) {
      ReasoningTag.Match match = ReasoningTag.match(rest, at, one.opening);
      if (match == ReasoningTag.Match.WHOLE) {
        tag = one;
        opened = true;
        state = State.REASONING;
        afterTag = true;
        return rest.substring(at + one.opening.length());
      }
      undecided |= match == ReasoningTag.Match.BEGUN;
    }
    if (undecided) {
      carry = rest;
      return "";
    }
    state = kind == Reasoning.OPENED_BY_PROMPT ? State.REASONING : State.TEXT;
    return rest;
  }

  /** Takes reasoning up to the closing tag; gives back what stands behind it. */
  private String reason(String rest) {
    for (int at = 0; at < rest.length(); at++) {
      if (isQuoted(rest, at)) {
        continue;
      }
      String closing = closing(rest, at);
      if (closing != null) {
        emit(reasoning, rest.substring(0, at));
        sign = opened ? ReasoningSign.NONE : ReasoningSign.CLOSED_UNOPENED;
        state = State.TEXT;
        afterTag = true;
        opened = true;
        unopened.setLength(0);
        return rest.substring(at + closing.length());
      }
      if (!carry.isEmpty()) {
        emit(reasoning, rest.substring(0, at));
        return "";
      }
    }
    emit(reasoning, rest);
    return "";
  }

  /** The closing mark there; null when there is none, or when its beginning was put into carry. */
  private @Nullable String closing(String rest, int at) {
    String whole = null;
    for (String mark : tag.closing) {
      ReasoningTag.Match match = ReasoningTag.match(rest, at, mark);
      if (match == ReasoningTag.Match.WHOLE && whole == null) {
        whole = mark;
      } else if (match == ReasoningTag.Match.BEGUN) {
        carry = rest.substring(at);
      }
    }
    // a longer mark that begins like this one may still come
    return carry.isEmpty() ? whole : null;
  }

  private boolean isQuoted(String rest, int at) {
    char mark = at == 0 ? last : rest.charAt(at - 1);
    char before = at == 0 ? beforeLast : at == 1 ? last : rest.charAt(at - 2);
    return MarkdownContext.opensQuotation(before, mark);
  }

  /** Releases what was kept back. */
  void finish() {
    watch.end();
    String rest = carry;
    carry = "";
    for (String mark : tag.closing) {
      if (state == State.REASONING
          && ReasoningTag.match(rest, 0, mark) == ReasoningTag.Match.WHOLE) {
        rest = rest.substring(mark.length());
        state = State.TEXT;
        opened = true;
      }
    }
    emit(state == State.REASONING ? reasoning : text, rest);
    if (state == State.REASONING && !opened) {
      sign = ReasoningSign.NEVER_CLOSED;
      text.append(unopened.length() < MOST_KEPT ? unopened.toString() : "");
    }
    state = State.TEXT;
  }

  /** What this text says of how the model begins its answers. */
  ReasoningSign sign() {
    return kind == Reasoning.TAGGED && watch.found() ? ReasoningSign.CLOSED_UNOPENED : sign;
  }

  String text() {
    return text.take();
  }

  String reasoning() {
    return reasoning.take();
  }

  private void emit(TextPieces to, String piece) {
    int begin = 0;
    while (afterTag && begin < piece.length() && Character.isWhitespace(piece.charAt(begin))) {
      begin++;
    }
    if (begin == piece.length()) {
      return;
    }
    afterTag = false;
    int end = piece.length() - 1;
    beforeLast = end > 0 ? piece.charAt(end - 1) : last;
    last = piece.charAt(end);
    to.append(piece.substring(begin));
    if (state == State.REASONING && !opened && unopened.length() < MOST_KEPT) {
      unopened.append(piece, begin, piece.length());
    }
  }

  /** A pair of marks that models put around their reasoning, in any case. */
  private enum ReasoningTag {
    THINK("<think>", "</think>"),
    THINKING("<thinking>", "</thinking>"),
    THOUGHT("<thought>", "</thought>"),
    REASON("<reason>", "</reason>"),
    REASONING("<reasoning>", "</reasoning>"),
    BRACKETS("[THINK]", "[/THINK]"),
    DIAMONDS("◁think▷", "◁/think▷"),
    CHANNEL(
        "<|channel|>analysis<|message|>",
        "<|end|><|start|>assistant<|channel|>final<|message|>",
        "<|start|>assistant<|channel|>final<|message|>",
        "<|channel|>final<|message|>",
        "<|end|>");

    final String opening;
    final List<String> closing;

    ReasoningTag(String opening, String... closing) {
      this.opening = opening;
      this.closing = List.of(closing);
    }

    /** How a mark and a place in a text agree. */
    enum Match {
      NONE,
      /** The text ends before the mark does. */
      BEGUN,
      WHOLE
    }

    static Match match(CharSequence text, int at, String mark) {
      int length = Math.min(mark.length(), text.length() - at);
      for (int i = 0; i < length; i++) {
        if (Character.toLowerCase(text.charAt(at + i)) != Character.toLowerCase(mark.charAt(i))) {
          return Match.NONE;
        }
      }
      return length == mark.length() ? Match.WHOLE : Match.BEGUN;
    }
  }
}
