package sml.gateway.cache.semantic.embedding;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedder that is loaded when it is first wanted, away from the request that wants it. One that
 * cannot be loaded is not tried again.
 */
final class LazyEmbedder implements Embedder {
  private static final Logger LOG = LoggerFactory.getLogger(LazyEmbedder.class);

  private final String model;
  private final Loader loader;
  private final Executor background;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private volatile @Nullable Embedder loaded;

  LazyEmbedder(String model, Loader loader, Executor background) {
    this.model = model;
    this.loader = loader;
    this.background = background;
  }

  /** Takes as long as it takes. */
  @FunctionalInterface
  interface Loader {
    Embedder load() throws IOException;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public boolean isReady() {
    if (!wanted.get() && wanted.compareAndSet(false, true)) {
      background.execute(this::load);
    }
    return loaded != null;
  }

  @Override
  public double unknownShare(String text) {
    var embedder = loaded;
    return embedder == null ? 1 : embedder.unknownShare(text);
  }

  @Override
  public Embedding embed(String text) throws IOException {
    var embedder = loaded;
    if (embedder == null) {
      throw new IOException(model + " is not loaded");
    }
    return embedder.embed(text);
  }

  private void load() {
    try {
      loaded = loader.load();
      LOG.info("The embedder {} is loaded", model);
    } catch (IOException | RuntimeException | LinkageError notHere) {
      LOG.warn(
          "The embedder {} cannot be loaded; questions are found by their words alone: {}",
          model,
          notHere.toString());
    }
  }
}
