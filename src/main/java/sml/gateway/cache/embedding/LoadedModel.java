package sml.gateway.cache.embedding;

/** An embedder whose model is in memory. */
interface LoadedModel extends Embedder {

  /** How many tokens a text has. */
  int tokens(String text);

  /** How many tokens of a text it embeds. */
  int mostTokens();
}
