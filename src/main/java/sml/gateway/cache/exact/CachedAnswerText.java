package sml.gateway.cache.exact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Usage;
import sml.gateway.json.RawObject;

/** A remembered answer as the text that replicas share. */
final class CachedAnswerText {
  private CachedAnswerText() {}

  static String write(CachedAnswer answer) {
    ObjectNode row = RawObject.EXACT.createObjectNode();
    row.put("provider", answer.model().provider());
    row.put("model", answer.model().model());
    row.put("json", new String(answer.json(), StandardCharsets.UTF_8));
    Usage usage = answer.usage();
    if (usage != null) {
      row.putArray("usage")
          .add(usage.promptTokens())
          .add(usage.completionTokens())
          .add(usage.totalTokens());
    }
    row.put("text", answer.text());
    row.put("finish", answer.finishReason());
    row.put("query", answer.query());
    row.put("stored", answer.storedAt().toEpochMilli());
    return row.toString();
  }

  /** Null when it is not a row of this version. */
  static @Nullable CachedAnswer read(CacheKey key, String text) {
    try {
      JsonNode row = RawObject.EXACT.readTree(text);
      if (!row.path("json").isTextual() || !row.path("stored").isNumber()) {
        return null;
      }
      JsonNode usage = row.path("usage");
      return new CachedAnswer(
          key.hash(),
          new ModelRef(row.path("provider").asText(), row.path("model").asText()),
          row.path("json").asText().getBytes(StandardCharsets.UTF_8),
          usage.size() == 3
              ? new Usage(usage.path(0).asLong(), usage.path(1).asLong(), usage.path(2).asLong())
              : null,
          row.path("text").asText(),
          row.path("finish").asText(),
          row.path("query").asText(),
          Instant.ofEpochMilli(row.path("stored").asLong()));
    } catch (JsonProcessingException notOurs) {
      return null;
    }
  }
}
