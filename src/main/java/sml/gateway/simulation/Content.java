package sml.gateway.simulation;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sml.gateway.chat.AnswerKey;

/** What a healthy simulated model says. */
public sealed interface Content {

  /** {@code word1 word2 …}: every word once, so that gaps and repetitions show. */
  record Words(int count) implements Content {
    /** The whole text. */
    public String text() {
      return IntStream.rangeClosed(1, count)
          .mapToObj(i -> "word" + i)
          .collect(Collectors.joining(" "));
    }
  }

  /** This text; streamed in pieces that end before each space. */
  record Fixed(String text) implements Content {}

  /** The received request body, as it came. */
  record Echo() implements Content {}

  /** Tool calls for the first offered tools, with arguments that satisfy their schemas. */
  record Tools(int calls, ToolForm form) implements Content {}

  /** A JSON object that satisfies the schema of {@code response_format}. */
  record Json() implements Content {}

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
  record Pupil(AnswerKey key, Talent talent, Content other) implements Content {}

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
    public static final ToolForm MISTRAL = new ToolForm(IdStyle.NINE, false, false, false, true);
    public static final ToolForm GEMINI = new ToolForm(IdStyle.EMPTY, false, true, false, true);
    public static final ToolForm BARE = new ToolForm(IdStyle.ABSENT, false, false, false, false);
  }

  /** A Thai text with combining marks and emoji, some outside the basic plane. */
  static Content thai() {
    return new Fixed(
        "สวัสดีครับ 🙏 นี่คือ คำตอบ จำลอง ภาษาไทย 🇹🇭 ที่มี อีโมจิ 👩‍💻 และ วรรณยุกต์ ก็ได้ ✅");
  }
}
