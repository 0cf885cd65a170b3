package sml.gateway.upstream.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import sml.gateway.json.ProgramFile;

/** What providers want of embedding requests, from {@code catalog/embeddings.json}. */
@Component("embeddingTable")
public final class EmbeddingTable {
  private final Map<String, EmbeddingRule> byProvider = new HashMap<>();

  /**
   * What one provider wants.
   *
   * @param batch inputs of one request, 0 where no limit is known
   * @param added members that its requests need, as JSON by name
   */
  public record EmbeddingRule(int batch, Map<String, String> added) {
    static final EmbeddingRule NONE = new EmbeddingRule(0, Map.of());
  }

  /** Reads the table. */
  public EmbeddingTable() {
    for (var row : new ProgramFile("catalog/embeddings.json").tree().properties()) {
      Map<String, String> added = new HashMap<>();
      for (Map.Entry<String, JsonNode> member : row.getValue().path("added").properties()) {
        added.put(member.getKey(), member.getValue().toString());
      }
      int batch = row.getValue().path("batch").asInt(0);
      byProvider.put(row.getKey(), new EmbeddingRule(batch, Map.copyOf(added)));
    }
  }

  /** What this provider wants; nothing special unless the table knows better. */
  public EmbeddingRule of(String provider) {
    return byProvider.getOrDefault(provider, EmbeddingRule.NONE);
  }
}
