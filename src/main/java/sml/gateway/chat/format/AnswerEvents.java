package sml.gateway.chat.format;

import java.util.function.Consumer;
import sml.gateway.chat.ChunkStream;
import sml.gateway.chat.ErrorEnvelope;

/** Writes one streaming answer as events, in order. Used by one thread at a time. */
public interface AnswerEvents {

  /**
   * Writes what a chunk adds to the answer.
   *
   * @param out takes the bytes, in pieces; it may get none while the chunk has to be kept back
   */
  void chunk(ChunkStream.Chunk chunk, Consumer<byte[]> out);

  /** Writes the end of a complete answer. */
  void end(Consumer<byte[]> out);

  /** Writes that the upstream reported an error, or that the answer ends incomplete. */
  void error(ErrorEnvelope error, Consumer<byte[]> out);
}
