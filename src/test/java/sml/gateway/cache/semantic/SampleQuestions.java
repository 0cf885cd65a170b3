package sml.gateway.cache.semantic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.cache.ExactKeys;
import sml.gateway.cache.embedding.Embedding;
import sml.gateway.cache.semantic.guard.QuestionReader;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;
import sml.gateway.testkit.SampleProfile;
import sml.gateway.testkit.SilentClient;

/** Requests, their keys, and answers. */
final class SampleQuestions {
  static final ExactKeys KEYS =
      request -> new CacheKey(new String(request.body().bytes(), StandardCharsets.UTF_8));
  static final SemanticSettings SETTINGS = settings(100);

  private static final QuestionReader READER = new QuestionReader();

  static final CacheSettings CACHES =
      new CacheSettings(
          true,
          VectorIndexContract.TTL,
          100,
          DataSize.ofMegabytes(1),
          DataSize.ofKilobytes(256),
          DataSize.ofKilobytes(256),
          0.3,
          10,
          Duration.ofMillis(40),
          Duration.ZERO);

  private SampleQuestions() {}

  /** An entry for a question about its id. */
  static SemanticEntry entry(
      Instant now, String id, String partition, String model, float... vector) {
    var text = "What is " + id + "?";
    return new SemanticEntry(
        new LastQuestion(partition, text),
        READER.read(text),
        model,
        Embedding.of(vector).vector(),
        answer(id, id, now),
        LearnedThreshold.of(0.92),
        0,
        now);
  }

  static SemanticSettings settings(int entries) {
    return settings(entries, SemanticSettings.Kind.NONE, "");
  }

  static SemanticSettings settings(SemanticSettings.Kind embedder, String model) {
    return settings(100, embedder, model);
  }

  private static SemanticSettings settings(
      int entries, SemanticSettings.Kind embedder, String model) {
    return new SemanticSettings(
        true,
        0.92,
        0.02,
        entries,
        SemanticSettings.Search.AUTO,
        10,
        0.1,
        embedder,
        "",
        model,
        "",
        Duration.ofSeconds(1),
        30,
        1000);
  }

  /** The search by pgvector in this database. */
  static PgVectorStore vectors(DataSource database, Clock clock) {
    return new PgVectorStore(
        JdbcClient.create(database),
        new TransactionTemplate(new DataSourceTransactionManager(database)),
        CACHES,
        clock);
  }

  /** A request whose only message is this. */
  static ChatRequest request(String question) {
    return request("You are kind.", question);
  }

  static ChatRequest request(String system, String question) {
    var messages = RawObject.EXACT.createArrayNode();
    messages.addObject().put("role", "system").put("content", system);
    messages.addObject().put("role", "user").put("content", question);
    var body = RawObject.EXACT.createObjectNode().set("messages", messages);
    byte[] json = body.toString().getBytes(StandardCharsets.UTF_8);
    var call = new HttpCall("id", "POST", "/", Map.of(), Map.of(), json, "", new SilentClient(), 0);
    try {
      return new ChatRequest(
          call,
          "sml/auto",
          RawObject.parse(json),
          SampleProfile.plain(Category.GENERAL, 10, false),
          RoutingPreferences.NONE,
          Instant.EPOCH,
          Duration.ofMinutes(1),
          null);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static CachedAnswer answer(String id, String text, Instant storedAt) {
    var json =
        """
        {"choices":[{"message":{"content":"%s"},"finish_reason":"stop"}]}\
        """
            .formatted(text)
            .getBytes(StandardCharsets.UTF_8);
    return new CachedAnswer(
        id, new ModelRef("groq", "a-model"), json, null, text, "stop", text, storedAt);
  }
}
