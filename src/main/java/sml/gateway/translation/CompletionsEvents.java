package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.chat.format.AnswerEvents;
import sml.gateway.chat.format.CompletionFormat;
import sml.gateway.json.RawObject;

/** Writes a streaming answer as chunks of a text completion. */
final class CompletionsEvents implements AnswerEvents {
  private final CompletionsFormat format;
  // by choice; absent until something is said
  private final Map<Integer, Integer> lengths = new HashMap<>();

  CompletionsEvents(CompletionsFormat format) {
    this.format = format;
  }

  @Override
  public void chunk(Chunk chunk, Consumer<byte[]> out) {
    try {
      RawObject json = chunk.json();
      JsonNode made = json.node("choices");
      JsonNode usage = json.node("usage");
      boolean counts = usage != null && !usage.isNull();
      ObjectNode completion = format.completion(json);
      ArrayNode choices = completion.putArray("choices");
      for (JsonNode choice : made == null ? choices : made) {
        add(choice, choices);
      }
      if (counts) {
        completion.set("usage", usage);
      }
      // a chunk that only names the role says nothing here
      if (counts || !choices.isEmpty()) {
        CompletionFormat.event(RawObject.bytes(completion), out);
      }
    } catch (IOException parsedBefore) {
      throw new UncheckedIOException(parsedBefore);
    }
  }

  private void add(JsonNode choice, ArrayNode choices) {
    String text = CompletionsFormat.text(choice.path("delta"));
    if (text.isEmpty() && !choice.path("finish_reason").isTextual()) {
      return;
    }
    int index = choice.path("index").asInt(0);
    int before = lengths.getOrDefault(index, 0);
    boolean first = !text.isEmpty() && !lengths.containsKey(index);
    int offset = first ? format.begin().length() : before;
    choices.add(CompletionsFormat.choice(first ? format.begin() + text : text, choice, 0, offset));
    if (!text.isEmpty()) {
      lengths.put(index, offset + text.length());
    }
  }

  @Override
  public void end(Consumer<byte[]> out) {
    CompletionFormat.CHAT.end(out);
  }

  @Override
  public void error(ErrorEnvelope error, Consumer<byte[]> out) {
    CompletionFormat.CHAT.error(error, out);
  }
}
