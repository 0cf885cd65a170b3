package sml.gateway.cache.semantic;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.cache.semantic.guard.ComparedQuestion;

/**
 * A remembered question with its answer.
 *
 * @param asked the question and its partition
 * @param model the embedder of its vector, empty without one
 * @param vector null when none was made
 */
@SuppressWarnings("ArrayRecordComponent")
record SemanticEntry(
    LastQuestion asked,
    ComparedQuestion question,
    String model,
    float @Nullable [] vector,
    CachedAnswer answer,
    LearnedThreshold threshold,
    long hits,
    Instant lastUsedAt) {

  String id() {
    return answer.id();
  }

  String partition() {
    return asked.partition();
  }

  SemanticEntry with(LearnedThreshold learned) {
    return new SemanticEntry(asked, question, model, vector, answer, learned, hits, lastUsedAt);
  }

  SemanticEntry servedAt(Instant now) {
    return new SemanticEntry(
        asked, question, model, vector, answer, threshold.servedOnce(), hits + 1, now);
  }
}
