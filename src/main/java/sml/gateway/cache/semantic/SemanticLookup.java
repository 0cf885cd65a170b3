package sml.gateway.cache.semantic;

import org.jspecify.annotations.Nullable;
import sml.gateway.cache.embedding.Embedding;
import sml.gateway.cache.semantic.guard.ComparedQuestion;

/**
 * The search for a question that means the same; the variable {@code meaning} of the chat route.
 *
 * @param sameWords the entry whose words say the same, null when there is none
 * @param embedding null as long as the question is not embedded
 * @param nearest the entry whose vector is nearest, null when there is none
 */
record SemanticLookup(
    LastQuestion asked,
    ComparedQuestion question,
    @Nullable SemanticEntry sameWords,
    @Nullable Embedding embedding,
    @Nullable Neighbour nearest) {

  SemanticLookup with(Embedding made) {
    return new SemanticLookup(asked, question, sameWords, made, nearest);
  }

  SemanticLookup with(Neighbour found) {
    return new SemanticLookup(asked, question, sameWords, embedding, found);
  }
}
