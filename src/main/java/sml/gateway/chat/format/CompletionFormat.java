package sml.gateway.chat.format;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChunkStream;
import sml.gateway.chat.ErrorEnvelope;

/** OpenAI's chat completions: the shape that answers have inside the gateway. */
public final class CompletionFormat implements AnswerFormat, AnswerEvents {
  /** Keeps nothing of a request, so one serves all. */
  public static final CompletionFormat CHAT = new CompletionFormat();

  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

  private CompletionFormat() {}

  @Override
  public Map<String, String> headers() {
    return Map.of();
  }

  @Override
  public byte[] whole(Answer.Whole answer) {
    return answer.json();
  }

  @Override
  public AnswerEvents events() {
    return this;
  }

  @Override
  public byte[] keepAlive() {
    return COMMENT;
  }

  @Override
  public byte[] error(int status, ErrorEnvelope error) {
    return error.json();
  }

  @Override
  public @Nullable String note() {
    return null;
  }

  @Override
  public void chunk(ChunkStream.Chunk chunk, Consumer<byte[]> out) {
    event(chunk.json().bytes(), out);
  }

  @Override
  public void end(Consumer<byte[]> out) {
    event(DONE, out);
  }

  @Override
  public void error(ErrorEnvelope error, Consumer<byte[]> out) {
    event(error.json(), out);
  }

  /** Writes data as one event. */
  public static void event(byte[] data, Consumer<byte[]> out) {
    out.accept(DATA);
    out.accept(data);
    out.accept(END_OF_EVENT);
  }
}
