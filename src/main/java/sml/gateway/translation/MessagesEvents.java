package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.chat.format.AnswerEvents;

/**
 * Writes a streaming answer as Anthropic's events. Their content blocks follow one another, so of
 * tool calls that are made at the same time one is written while it comes in, and the others, with
 * any text between them, when the answer ends.
 */
final class MessagesEvents implements AnswerEvents {
  private enum Block {
    TEXT,
    THINKING,
    TOOL
  }

  private final MessagesFormat format;
  private final AnswerSize size = new AnswerSize();
  private final Map<Integer, Call> heldCalls = new TreeMap<>();
  private final List<Piece> heldPieces = new ArrayList<>();
  private @Nullable Block open;
  private @Nullable RepeatedEvent delta; // of the open block
  private int index = -1;
  private int openCall;
  private boolean started;
  private boolean toolCalls;
  private boolean over;
  private @Nullable String finishReason;
  private @Nullable TokenCounts counts;

  MessagesEvents(MessagesFormat format) {
    this.format = format;
  }

  /** A call that waits for its turn. */
  private record Call(String id, String name, StringBuilder arguments) {}

  /** Text or thinking that came after a call had begun. */
  private record Piece(Block kind, StringBuilder text) {}

  @Override
  public void chunk(Chunk chunk, Consumer<byte[]> out) {
    AnswerDelta delta = AnswerDelta.of(chunk);
    counts = delta.counts() == null ? counts : delta.counts();
    if (!started) {
      start(AnswerDelta.model(chunk.json(), format.model()), out);
    }
    piece(Block.THINKING, delta.reasoning(), out);
    piece(Block.TEXT, delta.said(), out);
    int place = 0;
    for (JsonNode call : delta.toolCalls()) {
      call(call, call.path("index").asInt(place), out);
      place++;
    }
    finishReason = delta.finishReason() == null ? finishReason : delta.finishReason();
  }

  private void start(String model, Consumer<byte[]> out) {
    started = true;
    ObjectNode message = format.message(model);
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    message.set("usage", MessagesFormat.usage(counts));
    out.accept(NamedEvent.of(NamedEvent.data("message_start").set("message", message)));
  }

  private void piece(Block kind, String text, Consumer<byte[]> out) {
    if (text.isEmpty()) {
      return;
    }
    if (open == Block.TOOL) {
      if (heldPieces.isEmpty() || heldPieces.getLast().kind() != kind) {
        heldPieces.add(new Piece(kind, new StringBuilder()));
      }
      heldPieces.getLast().text().append(size.keep(text));
      return;
    }
    if (open != kind) {
      open(kind, block(kind), out);
    }
    delta(kind, text, out);
  }

  private static ObjectNode block(Block kind) {
    return kind == Block.TEXT
        ? ChatParts.text("")
        : NamedEvent.data("thinking").put("thinking", "").put("signature", "");
  }

  private void call(JsonNode call, int place, Consumer<byte[]> out) {
    JsonNode function = call.path("function");
    String arguments = function.path("arguments").asText("");
    Call held = heldCalls.get(place);
    if (held != null) {
      held.arguments().append(size.keep(arguments));
      return;
    }
    boolean known = open == Block.TOOL && place == openCall;
    if (!known) {
      String id = call.path("id").asText("");
      String name = function.path("name").asText("");
      if (open == Block.TOOL) {
        heldCalls.put(place, new Call(id, name, new StringBuilder(size.keep(arguments))));
        return;
      }
      openCall = place;
      open(id, name, out);
    }
    delta(Block.TOOL, arguments, out);
  }

  private void open(String id, String name, Consumer<byte[]> out) {
    toolCalls = true;
    ObjectNode use = NamedEvent.data("tool_use").put("id", id).put("name", name);
    use.putObject("input");
    open(Block.TOOL, use, out);
  }

  private void open(Block kind, ObjectNode block, Consumer<byte[]> out) {
    close(out);
    open = kind;
    delta = null;
    index++;
    out.accept(
        NamedEvent.of(
            NamedEvent.data("content_block_start")
                .put("index", index)
                .set("content_block", block)));
  }

  private void close(Consumer<byte[]> out) {
    if (open != null) {
      open = null;
      out.accept(NamedEvent.of(NamedEvent.data("content_block_stop").put("index", index)));
    }
  }

  private void delta(Block kind, String text, Consumer<byte[]> out) {
    if (text.isEmpty()) {
      return;
    }
    RepeatedEvent event = delta;
    if (event == null) {
      event = new RepeatedEvent(delta(kind), member(kind), 2);
      delta = event;
    }
    out.accept(event.with(text));
  }

  private ObjectNode delta(Block kind) {
    ObjectNode inner =
        switch (kind) {
          case TEXT -> NamedEvent.data("text_delta");
          case THINKING -> NamedEvent.data("thinking_delta");
          case TOOL -> NamedEvent.data("input_json_delta");
        };
    return NamedEvent.data("content_block_delta").put("index", index).set("delta", inner);
  }

  private static String member(Block kind) {
    return switch (kind) {
      case TEXT -> "text";
      case THINKING -> "thinking";
      case TOOL -> "partial_json";
    };
  }

  @Override
  public void end(Consumer<byte[]> out) {
    if (over) {
      return;
    }
    over = true;
    if (!started) {
      start(format.model(), out);
    }
    release(out);
    close(out);
    ObjectNode last = NamedEvent.data("message_delta");
    last.putObject("delta")
        .put("stop_reason", MessagesFormat.stopReason(finishReason, toolCalls))
        .putNull("stop_sequence");
    last.set("usage", MessagesFormat.usage(counts));
    out.accept(NamedEvent.of(last));
    out.accept(NamedEvent.of(NamedEvent.data("message_stop")));
  }

  private void release(Consumer<byte[]> out) {
    for (Call call : heldCalls.values()) {
      open(call.id(), call.name(), out);
      delta(Block.TOOL, call.arguments().toString(), out);
    }
    for (Piece held : heldPieces) {
      open(held.kind(), block(held.kind()), out);
      delta(held.kind(), held.text().toString(), out);
    }
  }

  @Override
  public void error(ErrorEnvelope error, Consumer<byte[]> out) {
    if (!over) {
      over = true;
      out.accept(NamedEvent.of(MessagesFormat.errorObject(type(error.type()), error)));
    }
  }

  private static String type(String ofChat) {
    return switch (ofChat) {
      case "invalid_request_error" -> ofChat;
      case "rate_limit_exceeded" -> "rate_limit_error";
      default -> "api_error";
    };
  }
}
