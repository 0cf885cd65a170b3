package sml.gateway.simulation.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * One decided answer, not yet rendered.
 *
 * @param thoughts reasoning in a field of its own; empty for none
 */
public record Reply(
    String text,
    String thoughts,
    Content.ThoughtField thoughtField,
    List<ToolCall> calls,
    Content.ToolForm toolForm,
    int promptTokens) {

  /** A call of a tool with JSON arguments. */
  public record ToolCall(String id, String name, String arguments) {
    /** The opening of a call that is sent in pieces. */
    ToolCall withoutArguments() {
      return new ToolCall(id, name, "");
    }
  }

  /** {@code stop} or {@code tool_calls}. */
  String finishReason() {
    return calls.isEmpty() ? "stop" : "tool_calls";
  }

  int completionTokens() {
    int callLength = calls.stream().mapToInt(call -> call.arguments().length() / 4 + 4).sum();
    return words(text).size() + words(thoughts).size() + callLength;
  }

  /** The text in pieces, each ending before a space; joined they are the text. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int space = text.indexOf(' ', from + 1);
      int to = space < 0 ? text.length() : space;
      words.add(text.substring(from, to));
      from = to;
    }
    return words;
  }

  /** The same answer with another text. */
  public Reply text(String other) {
    return new Reply(other, thoughts, thoughtField, calls, toolForm, promptTokens);
  }
}
