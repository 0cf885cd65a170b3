package sml.gateway.cache.embedding;

import java.io.IOException;

/** Turns a text into a vector; any thread may ask. */
public interface Embedder {

  /** No vectors: only texts that say the same in other small words are found. */
  Embedder NONE = new NoEmbedder();

  /** The model; vectors of different models are never compared. */
  String model();

  /** Whether it can embed now; one that has to be loaded begins to load meanwhile. */
  boolean isReady();

  /** Share of the words of a text that the model does not know, 0 to 1. */
  double unknownShare(String text);

  /** The vector of a text, of length one. */
  Embedding embed(String text) throws IOException;
}
