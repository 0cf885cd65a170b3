package sml.gateway.testkit.provider;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sml.gateway.simulation.speech.Content;
import sml.gateway.simulation.speech.Reply;
import sml.gateway.simulation.speech.Speaker;

/** Answer contents for tests, in addition to {@link Content}. */
public final class Contents {
  public static final Content.ToolForm MISTRAL_TOOLS =
      new Content.ToolForm(Content.IdStyle.NINE, false, false, false, true);
  public static final Content.ToolForm GEMINI_TOOLS =
      new Content.ToolForm(Content.IdStyle.EMPTY, false, true, false, true);
  public static final Content.ToolForm BARE_TOOLS =
      new Content.ToolForm(Content.IdStyle.ABSENT, false, false, false, false);

  private Contents() {}

  /** {@code word1 word2 …}: every word once, so that gaps and repetitions show. */
  public record Words(int count) implements Content.Scripted {
    /** The whole text. */
    public String text() {
      return IntStream.rangeClosed(1, count)
          .mapToObj(i -> "word" + i)
          .collect(Collectors.joining(" "));
    }

    @Override
    public Reply reply(Speaker speaker) {
      return speaker.text(text());
    }
  }

  /** This text; streamed in pieces that end before each space. */
  public record Fixed(String text) implements Content.Scripted {
    @Override
    public Reply reply(Speaker speaker) {
      return speaker.text(text);
    }
  }

  /** The received request body, as it came. */
  public record Echo() implements Content.Scripted {
    @Override
    public Reply reply(Speaker speaker) {
      return speaker.text(speaker.raw());
    }
  }

  /** Tool calls for the first offered tools, with arguments that satisfy their schemas. */
  public record Tools(int calls, Content.ToolForm form) implements Content.Scripted {
    @Override
    public Reply reply(Speaker speaker) {
      return speaker.tools(calls, form);
    }
  }

  /** A JSON object that satisfies the schema of {@code response_format}. */
  public record Json() implements Content.Scripted {
    @Override
    public Reply reply(Speaker speaker) {
      return speaker.text(speaker.json());
    }
  }

  /** A Thai text with combining marks and emoji, some outside the basic plane. */
  public static Content thai() {
    return new Fixed(
        "สวัสดีครับ 🙏 นี่คือ คำตอบ จำลอง ภาษาไทย 🇹🇭 ที่มี อีโมจิ 👩‍💻 และ วรรณยุกต์ ก็ได้ ✅");
  }
}
