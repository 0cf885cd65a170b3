package sml.gateway.simulation.speech;

import sml.gateway.simulation.AnswerKey;

/** What a healthy simulated model says. */
public sealed interface Content {

  /** Decided outside of this room. */
  non-sealed interface Scripted extends Content {
    /** The reply to the speaker's request. */
    Reply reply(Speaker speaker);
  }

  /** Thoughts before another content. */
  record Thinking(ThoughtField field, String thoughts, Content then) implements Content {}

  /**
   * Behaves like a small assistant: calls tools when it must, fills schemas, obeys {@code Say "x"},
   * answers Thai with Thai, and says that it is simulated.
   *
   * @param thai it can write Thai; else it answers Thai in English
   * @param tools it can call tools; else it answers in words
   */
  record Lifelike(boolean thai, boolean tools) implements Content {}

  /** Answers exam questions as its talent allows, by the key; to all else it says {@code other}. */
  record ExamTaker(AnswerKey key, Talent talent, Content other) implements Content {}

  /** Where reasoning is put. */
  enum ThoughtField {
    REASONING_CONTENT,
    REASONING,
    THINK_TAGS
  }

  /** How ids of tool calls look. */
  enum IdStyle {
    OPENAI,
    NINE,
    EMPTY,
    ABSENT
  }

  /**
   * How tool calls are written.
   *
   * @param index with {@code index} in stream deltas
   * @param type with {@code type}
   * @param pieces streamed in pieces, else each call in one delta
   * @param arguments with arguments, else the member is absent
   */
  record ToolForm(IdStyle ids, boolean index, boolean type, boolean pieces, boolean arguments) {
    public static final ToolForm OPENAI = new ToolForm(IdStyle.OPENAI, true, true, true, true);
  }
}
