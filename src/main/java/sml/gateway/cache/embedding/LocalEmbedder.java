package sml.gateway.cache.embedding;

import java.io.IOException;
import java.time.Duration;

/** The embedder in this process. Nothing of it is loaded before it is wanted. */
public interface LocalEmbedder extends Embedder {

  /** Whether this program has the model and the library for this platform. */
  boolean isHere();

  /**
   * Loads it unless it is loaded, and waits for that.
   *
   * @throws IOException when it cannot be loaded or takes longer
   */
  void load(Duration most) throws IOException, InterruptedException;

  /** How many tokens a text has; {@link #load} comes before. */
  int tokens(String text);

  /** How many tokens of a text it embeds; what follows them is cut off. */
  int mostTokens();
}
