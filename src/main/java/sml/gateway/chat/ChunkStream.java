package sml.gateway.chat;

import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject;

/**
 * The rest of a streaming answer, pulled by its one reader. Its holder closes it; closing before
 * the end cancels the upstream call.
 */
public interface ChunkStream extends AutoCloseable {

  /** Waits for the next event, within the limits of the attempt. */
  Event next();

  /** True when {@link #next()} would return without waiting. */
  boolean ready();

  @Override
  void close();

  /** What comes next in a stream. */
  sealed interface Event {}

  /**
   * One {@code chat.completion.chunk}.
   *
   * @param json the chunk, repaired where needed, else as it was sent
   * @param content text for the first choice, empty when there is none
   * @param toolCall a tool call is under way in it
   * @param finishReason of the first choice that finished, null while none did
   * @param usage token counts if it carries them
   * @param choices number of choices in it; 0 for a pure usage chunk
   * @param onlyContent it adds nothing to the answer but {@code content}, so that another protocol
   *     needs nothing else of {@code json}
   */
  record Chunk(
      RawObject json,
      String content,
      boolean toolCall,
      @Nullable String finishReason,
      @Nullable Usage usage,
      int choices,
      boolean onlyContent)
      implements Event {

    /** One whose {@code json} has to be read to know all that it adds. */
    public Chunk(
        RawObject json,
        String content,
        boolean toolCall,
        @Nullable String finishReason,
        @Nullable Usage usage,
        int choices) {
      this(json, content, toolCall, finishReason, usage, choices, false);
    }
  }

  /** The upstream reports an error though its answer is complete; more may follow. */
  record LateError(Refusal refusal) implements Event {}

  /** The upstream completed its answer: a finish reason or {@code [DONE]} was seen. */
  record Ended() implements Event {}

  /** The upstream broke off, timed out or sent an error; the answer is incomplete. */
  record Cut(Attempt attempt) implements Event {}
}
