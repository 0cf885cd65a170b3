package sml.gateway.reply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ChunkStream.Chunk;

/**
 * Keeps the pieces of a tool call back until the answer is complete, for a short time and up to a
 * size: half a call is of no use to a client, and no model can continue it when the upstream breaks
 * off, but as long as the client has not seen it another model can make it anew.
 */
final class BufferedToolCalls {
  private static final int MOST_BYTES = 16 * 1024;

  private final Duration longest;
  private final List<Chunk> held = new ArrayList<>();
  private @Nullable Long sinceMs;
  private int bytes;

  BufferedToolCalls(Duration longest) {
    this.longest = longest;
  }

  /** The chunks that are due now that this one came, in order. */
  List<Chunk> take(Chunk chunk, long nowMs) {
    if (sinceMs == null && !chunk.toolCall()) {
      return List.of(chunk);
    }
    if (sinceMs == null) {
      sinceMs = nowMs;
    }
    held.add(chunk);
    bytes += chunk.json().bytes().length;
    boolean open = chunk.finishReason() == null;
    boolean within = nowMs - sinceMs < longest.toMillis() && bytes < MOST_BYTES;
    return open && within ? List.of() : release();
  }

  /** Everything that is held. */
  List<Chunk> release() {
    List<Chunk> due = List.copyOf(held);
    held.clear();
    return due;
  }

  /** Forgets what is held: another model begins anew. */
  void drop() {
    held.clear();
    bytes = 0;
    sinceMs = null;
  }
}
