package sml.gateway.cache.embedding;

import java.io.IOException;

/** Turns a text into a vector; any thread may ask. */
public interface Embedder {

  /** No vectors: only texts that say the same in other small words are found. */
  Embedder NONE = new None();

  /** The model; vectors of different models are never compared. */
  String model();

  /** Whether it can embed now; one that has to be loaded begins to load meanwhile. */
  default boolean isReady() {
    return true;
  }

  /** Share of the words of a text that the model does not know, 0 to 1; 0 while unknown. */
  default double unknownShare(String text) {
    return 0;
  }

  /** The vector of a text, of length one. */
  Embedding embed(String text) throws IOException;

  /** Stands in where no embedder is wanted. */
  final class None implements Embedder {

    @Override
    public String model() {
      return "none";
    }

    @Override
    public boolean isReady() {
      return false;
    }

    @Override
    public double unknownShare(String text) {
      return 1;
    }

    @Override
    public Embedding embed(String text) throws IOException {
      throw new IOException("there is no embedder");
    }
  }
}
