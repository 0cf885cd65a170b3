package sml.gateway.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.json.RawObject;

/**
 * Joins the chunks of a second model to a stream that a first one began: the id, created and model
 * of the stream stay, and text the client already has is not sent twice. A model that was given the
 * beginning may still start over; that is recognised by its first words.
 */
final class StreamContinuation {
  /** Equal characters after which a continuation is taken for a fresh start. */
  private static final int SURE = 24;

  private final SentContent sentContent;
  private final String had;
  private final List<Chunk> held = new ArrayList<>();
  private Mode mode;
  private int at;

  private enum Mode {
    /** It may be going on or starting over; its first words will show which. */
    COMPARING,
    /** It repeats what was sent; skip it. */
    SKIPPING,
    /** It sends new text. */
    PASSING
  }

  /** The second model sent other text than the first one. */
  static final class Differs extends RuntimeException {
    Differs() {
      super(
          "The stream broke off and the next model's answer differs from what was already sent.",
          null,
          false,
          false);
    }
  }

  StreamContinuation(SentContent sentContent, boolean startsOver) {
    this.sentContent = sentContent;
    this.had = sentContent.text();
    this.mode = had.isEmpty() ? Mode.PASSING : startsOver ? Mode.SKIPPING : Mode.COMPARING;
  }

  /** The chunks to pass on now. */
  List<Chunk> take(Chunk chunk) {
    return switch (mode) {
      case COMPARING -> compareStart(chunk);
      case SKIPPING -> skip(chunk);
      case PASSING -> pass(chunk);
    };
  }

  /** What is still held back at the end of the stream. */
  List<Chunk> end() {
    if (mode == Mode.SKIPPING && at < had.length()) {
      throw new Differs();
    }
    return release();
  }

  private List<Chunk> compareStart(Chunk chunk) {
    held.add(chunk);
    String begins = had.substring(at);
    String content = chunk.content();
    if (!begins.startsWith(content) && !content.startsWith(begins)) {
      return release();
    }
    at += Math.min(content.length(), begins.length());
    if (at < Math.min(SURE, had.length())) {
      return chunk.finishReason() == null ? List.of() : release();
    }
    mode = Mode.SKIPPING;
    at = 0;
    List<Chunk> due = new ArrayList<>();
    for (Chunk early : held) {
      due.addAll(skip(early));
    }
    held.clear();
    return due;
  }

  private List<Chunk> release() {
    mode = Mode.PASSING;
    List<Chunk> due = new ArrayList<>();
    held.forEach(chunk -> due.addAll(pass(chunk)));
    held.clear();
    return due;
  }

  private List<Chunk> skip(Chunk chunk) {
    String content = chunk.content();
    if (at >= had.length()) {
      mode = Mode.PASSING;
      return pass(chunk);
    }
    int same = Math.min(content.length(), had.length() - at);
    if (!had.startsWith(content.substring(0, same), at)) {
      throw new Differs();
    }
    at += same;
    if (chunk.finishReason() != null && at < had.length()) {
      throw new Differs();
    }
    return pass(same == 0 ? chunk : withContent(chunk, content.substring(same)));
  }

  /** The chunk under the identity of the stream; nothing when it says nothing. */
  private List<Chunk> pass(Chunk chunk) {
    if (chunk.content().isEmpty()
        && !chunk.toolCall()
        && chunk.finishReason() == null
        && chunk.usage() == null) {
      return List.of();
    }
    RawObject first = sentContent.first();
    if (first == null) {
      return List.of(chunk);
    }
    RawObject.Edit edit = chunk.json().edit();
    for (String name : List.of("id", "created", "model")) {
      byte[] value = value(first, name);
      if (value != null) {
        edit.set(name, value);
      }
    }
    return List.of(with(chunk, edit, chunk.content()));
  }

  private static byte @Nullable [] value(RawObject chunk, String name) {
    try {
      JsonNode node = chunk.node(name);
      return node == null ? null : RawObject.EXACT.writeValueAsBytes(node);
    } catch (IOException parsedBefore) {
      return null;
    }
  }

  private static Chunk withContent(Chunk chunk, String content) {
    try {
      JsonNode choices = chunk.json().node("choices");
      if (choices == null || !(choices.path(0).path("delta") instanceof ObjectNode delta)) {
        return chunk;
      }
      delta.put("content", content);
      return with(
          chunk,
          chunk.json().edit().set("choices", RawObject.EXACT.writeValueAsBytes(choices)),
          content);
    } catch (IOException parsedBefore) {
      return chunk;
    }
  }

  private static Chunk with(Chunk chunk, RawObject.Edit edit, String content) {
    try {
      return new Chunk(
          RawObject.parse(edit.toBytes()),
          content,
          chunk.toolCall(),
          chunk.finishReason(),
          chunk.usage(),
          chunk.choices(),
          chunk.onlyContent());
    } catch (IOException madeByUs) {
      throw new IllegalStateException(madeByUs);
    }
  }
}
