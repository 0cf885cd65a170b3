package sml.gateway.cache.exact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.cache.CacheSettings;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ChunkStream;
import sml.gateway.chat.GatewayException.ClientDisconnected;
import sml.gateway.chat.Usage;
import sml.gateway.json.RawObject;

/** A remembered answer as a stream: the role, the text in pieces, the finish reason, the counts. */
final class ReplayedStream implements ChunkStream {
  private static final int SHORTEST_PIECE = 24;
  private static final int MOST_PIECES = 100;

  private final ChatRequest request;
  private final CacheSettings settings;
  private final Deque<Chunk> chunks;
  private boolean begun;

  ReplayedStream(
      ChatRequest request, CacheSettings settings, ObjectNode answer, @Nullable Usage usage)
      throws IOException {
    this.request = request;
    this.settings = settings;
    this.chunks = new ArrayDeque<>(split(answer, usage));
  }

  private static List<Chunk> split(ObjectNode answer, @Nullable Usage usage) throws IOException {
    JsonNode choice = answer.path("choices").path(0);
    JsonNode counted = answer.remove("usage");
    answer.put("object", "chat.completion.chunk");
    ObjectNode begin = choice.path("message").deepCopy();
    String text = begin.path("content").asText("");
    begin.put("content", "");
    List<Chunk> chunks = new ArrayList<>();
    chunks.add(chunk(answer, begin, null, ""));
    for (String piece : pieces(text)) {
      ObjectNode delta = RawObject.EXACT.createObjectNode().put("content", piece);
      chunks.add(chunk(answer, delta, null, piece));
    }
    ObjectNode nothing = RawObject.EXACT.createObjectNode();
    chunks.add(chunk(answer, nothing, choice.path("finish_reason").textValue(), ""));
    if (usage != null && counted != null && counted.isObject()) {
      answer.putArray("choices");
      answer.set("usage", counted);
      chunks.add(new Chunk(raw(answer), "", false, null, usage, 0));
    }
    return chunks;
  }

  private static Chunk chunk(
      ObjectNode answer, ObjectNode delta, @Nullable String finishReason, String content)
      throws IOException {
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", finishReason);
    return new Chunk(raw(answer), content, false, finishReason, null, 1);
  }

  private static RawObject raw(ObjectNode chunk) throws IOException {
    return RawObject.parse(RawObject.EXACT.writeValueAsBytes(chunk));
  }

  /** Pieces of the text, none of which ends within a character. */
  static List<String> pieces(String text) {
    int length = Math.max(SHORTEST_PIECE, text.length() / MOST_PIECES + 1);
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + length);
      if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
        to++;
      }
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }

  @Override
  public Event next() {
    if (chunks.isEmpty()) {
      return new Ended();
    }
    Chunk next = chunks.remove();
    if (begun && !next.content().isEmpty() && !settings.piecePause().isZero()) {
      pause();
    }
    begun |= !next.content().isEmpty();
    return next;
  }

  private void pause() {
    try {
      if (!request.pause(settings.piecePause())) {
        throw new ClientDisconnected();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      throw new ClientDisconnected();
    }
  }

  /** Each piece of text is sent by itself; the role goes with the first, the end with the last. */
  @Override
  public boolean ready() {
    Chunk next = chunks.peek();
    return next != null && (!begun || next.content().isEmpty());
  }

  @Override
  public void close() {
    chunks.clear();
  }
}
