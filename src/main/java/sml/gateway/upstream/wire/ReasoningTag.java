package sml.gateway.upstream.wire;

import java.util.List;

/** A pair of marks that models put around their reasoning, in any case. */
enum ReasoningTag {
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
