package sml.gateway.cache.exact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CacheTier;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.cache.LookupBudget;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Usage;
import sml.gateway.cluster.SharedValues;
import sml.gateway.json.RawObject;

/** Answers that all replicas share; what this replica has seen is in its own memory, too. */
final class SharedAnswers implements AnswerMemory {
  private static final String PREFIX = "answer:";

  private final AnswerMemory local;
  private final SharedValues shared;
  private final Duration ttl;

  SharedAnswers(AnswerMemory local, SharedValues shared, Duration ttl) {
    this.local = local;
    this.shared = shared;
    this.ttl = ttl;
  }

  @Override
  public @Nullable CachedAnswer get(CacheKey key, LookupBudget budget) {
    CachedAnswer near = local.get(key, budget);
    if (near != null) {
      return near;
    }
    String text = shared.get(PREFIX + key.hash(), budget.left());
    CachedAnswer far = text == null ? null : read(key, text);
    if (far != null) {
      local.put(key, far);
      return local.get(key, budget);
    }
    return null;
  }

  @Override
  public void put(CacheKey key, CachedAnswer answer) {
    local.put(key, answer);
    shared.put(PREFIX + key.hash(), write(answer), ttl);
  }

  @Override
  public void remove(CacheKey key) {
    local.remove(key);
    shared.remove(PREFIX + key.hash());
  }

  @Override
  public void clear() {
    local.clear();
  }

  @Override
  public long size() {
    return local.size();
  }

  @Override
  public List<CacheTier.Entry> top(int most) {
    return local.top(most);
  }

  /** A remembered answer as the text that replicas share. */
  private static String write(CachedAnswer answer) {
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
  private static @Nullable CachedAnswer read(CacheKey key, String text) {
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
