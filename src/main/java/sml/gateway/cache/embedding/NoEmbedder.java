package sml.gateway.cache.embedding;

import java.io.IOException;

/** Stands in where no embedder is wanted. */
final class NoEmbedder implements Embedder {

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
