package sml.gateway.reply;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.chat.RawObject;
import sml.gateway.chat.Usage;

/** What a client has been told so far in one stream. */
final class Spoken {
  private static final int LONGEST = 1_000_000;

  private final StringBuilder text = new StringBuilder();
  private @Nullable RawObject first;
  private @Nullable RawObject counted;
  private @Nullable Usage usage;
  private boolean toolCall;
  private boolean usageChunk;
  private boolean finished;

  void add(Chunk chunk) {
    if (first == null) {
      first = chunk.json();
    }
    if (text.length() <= LONGEST) {
      text.append(chunk.content());
    }
    toolCall |= chunk.toolCall();
    finished |= chunk.finishReason() != null;
    if (chunk.usage() != null) {
      usage = chunk.usage();
      counted = chunk.json();
      usageChunk |= chunk.choices() == 0;
    }
  }

  String text() {
    return text.toString();
  }

  @Nullable Usage usage() {
    return usage;
  }

  /** The counts were sent in a chunk of their own. */
  boolean saidUsage() {
    return usageChunk;
  }

  /** Only text was said, and not more than can be compared. */
  boolean canBeContinued() {
    return !toolCall && !finished && text.length() <= LONGEST;
  }

  /** The chunk every later one has to look like: its id, created and model. */
  @Nullable RawObject first() {
    return first;
  }

  /** A chunk with the counts and no choices; null while nothing was counted. */
  byte @Nullable [] usageChunk() throws IOException {
    if (counted == null) {
      return null;
    }
    JsonNode counts = counted.node("usage");
    if (counts == null || counts.isNull()) {
      return null;
    }
    return counted
        .edit()
        .set("choices", "[]".getBytes(StandardCharsets.US_ASCII))
        .set("usage", RawObject.EXACT.writeValueAsBytes(counts))
        .toBytes();
  }
}
