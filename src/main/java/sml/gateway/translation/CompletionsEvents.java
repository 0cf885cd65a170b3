package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import sml.gateway.chat.ChunkStream.Chunk;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.chat.format.AnswerEvents;
import sml.gateway.chat.format.CompletionFormat;
import sml.gateway.json.RawObject;

/** Writes a streaming answer as chunks of a text completion. */
final class CompletionsEvents implements AnswerEvents {
  private final CompletionsFormat format;
  private final Set<Integer> begun = new HashSet<>();

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
        String text = text(choice);
        if (!text.isEmpty() || choice.path("finish_reason").isTextual()) {
          choices.add(CompletionsFormat.choice(text, choice, 0));
        }
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

  private String text(JsonNode choice) {
    String text = CompletionsFormat.text(choice.path("delta"));
    boolean first = !text.isEmpty() && begun.add(choice.path("index").asInt(0));
    return first ? format.begin() + text : text;
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
