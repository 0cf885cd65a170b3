package sml.gateway.reply;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.chat.Usage;
import sml.gateway.json.RawObject;

/** The content a client has received so far in one stream. */
final class SentContent {
  private static final int LONGEST = 1_000_000;
  private static final int LARGEST_KEPT = 64 * 1024;
  private static final byte[] NO_CHOICES = "[]".getBytes(StandardCharsets.US_ASCII);

  private final StringBuilder text = new StringBuilder();
  private @Nullable RawObject first;
  private @Nullable RawObject counted;
  private @Nullable Usage usage;
  private boolean toolCall;
  private boolean usageChunk;
  private boolean finished;

  void add(Chunk chunk) {
    if (first == null) {
      first = withoutLargeChoices(chunk.json());
    }
    if (text.length() <= LONGEST) {
      // one more than that shows that it is too long
      String content = chunk.content();
      text.append(content, 0, Math.min(content.length(), LONGEST + 1 - text.length()));
    }
    toolCall |= chunk.toolCall();
    finished |= chunk.finishReason() != null;
    if (chunk.usage() != null) {
      usage = chunk.usage();
      counted = withoutLargeChoices(chunk.json());
      usageChunk |= chunk.choices() == 0;
    }
  }

  /** Without its choices when it is large: it is kept as long as the stream lasts. */
  private static RawObject withoutLargeChoices(RawObject chunk) {
    if (chunk.bytes().length <= LARGEST_KEPT) {
      return chunk;
    }
    try {
      return RawObject.parse(chunk.edit().set("choices", NO_CHOICES).toBytes());
    } catch (IOException parsedBefore) {
      return chunk;
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
  @Nullable Chunk usageChunk() throws IOException {
    if (counted == null) {
      return null;
    }
    JsonNode counts = counted.node("usage");
    if (counts == null || counts.isNull()) {
      return null;
    }
    byte[] json =
        counted
            .edit()
            .set("choices", NO_CHOICES)
            .set("usage", RawObject.EXACT.writeValueAsBytes(counts))
            .toBytes();
    return new Chunk(RawObject.parse(json), "", false, null, usage, 0);
  }
}
