package sml.gateway.cache.semantic;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.cache.semantic.guard.QuestionReader;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Usage;
import sml.gateway.json.RawObject;

/** The table {@code semantic_cache}; every method fails with a {@code DataAccessException}. */
@Component("semanticCacheStore")
class SemanticCacheStore {
  private static final String UPSERT =
      "insert into semantic_cache (query_hash, partition, query, embedding_model, embedding,"
          + " response, provider, model, threshold, served, disputed, hit_count, created_at,"
          + " last_used_at) values (:id, :partition, :query, :embedder, cast(:vector as real[]),"
          + " cast(:response as jsonb), :provider, :model, :threshold, :served, :disputed, :hits,"
          + " :created, :used) on conflict (query_hash) do update set"
          + " embedding_model = excluded.embedding_model, embedding = excluded.embedding,"
          + " response = excluded.response, provider = excluded.provider, model = excluded.model,"
          + " threshold = excluded.threshold, served = excluded.served,"
          + " disputed = excluded.disputed, hit_count = excluded.hit_count,"
          + " created_at = excluded.created_at, last_used_at = excluded.last_used_at";

  private final JdbcClient jdbc;
  private final QuestionReader reader;

  SemanticCacheStore(JdbcClient jdbc, QuestionReader reader) {
    this.jdbc = jdbc;
    this.reader = reader;
  }

  void write(List<SemanticRows.Row> rows) {
    for (var row : rows) {
      var entry = row.entry();
      if (entry == null) {
        jdbc.sql("delete from semantic_cache where query_hash = :id")
            .param("id", row.id())
            .update();
      } else {
        upsert(entry);
      }
    }
  }

  private void upsert(SemanticEntry entry) {
    var answer = entry.answer();
    jdbc.sql(UPSERT)
        .param("id", entry.id())
        .param("partition", entry.partition())
        .param("query", entry.asked().text())
        .param("embedder", entry.model())
        .param("vector", array(entry.vector()))
        .param("response", new String(answer.json(), StandardCharsets.UTF_8))
        .param("provider", answer.model().provider())
        .param("model", answer.model().model())
        .param("threshold", entry.threshold().cosine())
        .param("served", entry.threshold().served())
        .param("disputed", entry.threshold().disputed())
        .param("hits", entry.hits())
        .param("created", Timestamp.from(answer.storedAt()))
        .param("used", Timestamp.from(entry.lastUsedAt()))
        .update();
  }

  private static @Nullable String array(float @Nullable [] vector) {
    return vector == null ? null : Arrays.toString(vector).replace('[', '{').replace(']', '}');
  }

  /** Entries younger than this, the least recently used first. */
  List<SemanticEntry> load(Instant after, int most) {
    return jdbc.sql(
            "select * from semantic_cache where created_at > :after"
                + " order by last_used_at desc limit :most")
        .param("after", Timestamp.from(after))
        .param("most", most)
        .query((row, n) -> entry(row))
        .list()
        .reversed();
  }

  /** Deletes rows that are older. */
  void deleteBefore(Instant oldest) {
    jdbc.sql("delete from semantic_cache where created_at <= :oldest")
        .param("oldest", Timestamp.from(oldest))
        .update();
  }

  private SemanticEntry entry(ResultSet row) throws SQLException {
    var query = row.getString("query");
    return new SemanticEntry(
        new LastQuestion(row.getString("partition"), query),
        reader.read(query),
        row.getString("embedding_model"),
        vector(row),
        answer(row, query),
        new LearnedThreshold(
            row.getDouble("threshold"), row.getLong("served"), row.getLong("disputed")),
        row.getLong("hit_count"),
        row.getTimestamp("last_used_at").toInstant());
  }

  private static float @Nullable [] vector(ResultSet row) throws SQLException {
    var array = row.getArray("embedding");
    if (array == null) {
      return null;
    }
    var parts = (Float[]) array.getArray();
    var vector = new float[parts.length];
    for (int at = 0; at < vector.length; at++) {
      vector[at] = parts[at];
    }
    return vector;
  }

  private static CachedAnswer answer(ResultSet row, String query) throws SQLException {
    var json = row.getString("response").getBytes(StandardCharsets.UTF_8);
    JsonNode response;
    try {
      response = RawObject.EXACT.readTree(json);
    } catch (IOException noJson) {
      throw new UncheckedIOException(noJson);
    }
    var choice = response.path("choices").path(0);
    return new CachedAnswer(
        row.getString("query_hash"),
        new ModelRef(row.getString("provider"), row.getString("model")),
        json,
        usage(response.path("usage")),
        choice.path("message").path("content").asText(""),
        choice.path("finish_reason").asText("stop"),
        query,
        row.getTimestamp("created_at").toInstant());
  }

  private static @Nullable Usage usage(JsonNode counted) {
    return counted.isObject()
        ? new Usage(
            counted.path("prompt_tokens").asLong(),
            counted.path("completion_tokens").asLong(),
            counted.path("total_tokens").asLong())
        : null;
  }
}
