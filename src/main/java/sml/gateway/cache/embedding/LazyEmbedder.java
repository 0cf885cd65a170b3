package sml.gateway.cache.embedding;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedder that is loaded when it is first wanted, away from the request that wants it. One that
 * cannot be loaded is not tried again.
 */
final class LazyEmbedder implements LocalEmbedder {
  private static final Logger LOG = LoggerFactory.getLogger(LazyEmbedder.class);

  private final String model;
  private final BooleanSupplier here;
  private final Loader loader;
  private final Executor background;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final CountDownLatch tried = new CountDownLatch(1);
  private volatile @Nullable LoadedModel loaded;

  LazyEmbedder(String model, BooleanSupplier here, Loader loader, Executor background) {
    this.model = model;
    this.here = here;
    this.loader = loader;
    this.background = background;
  }

  /** Takes as long as it takes. */
  @FunctionalInterface
  interface Loader {
    LoadedModel load() throws IOException;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public boolean isHere() {
    return here.getAsBoolean();
  }

  @Override
  public boolean isReady() {
    if (!wanted.get() && wanted.compareAndSet(false, true)) {
      background.execute(this::load);
    }
    return loaded != null;
  }

  @Override
  public void load(Duration most) throws IOException, InterruptedException {
    if (isReady()) {
      return;
    }
    if (!tried.await(most.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IOException(model + " is not loaded yet");
    }
    loaded();
  }

  private LoadedModel loaded() throws IOException {
    var embedder = loaded;
    if (embedder == null) {
      throw new IOException(model + " is not loaded");
    }
    return embedder;
  }

  @Override
  public double unknownShare(String text) {
    var embedder = loaded;
    return embedder == null ? 1 : embedder.unknownShare(text);
  }

  @Override
  public int tokens(String text) {
    var embedder = loaded;
    return embedder == null ? 0 : embedder.tokens(text);
  }

  @Override
  public int mostTokens() {
    var embedder = loaded;
    return embedder == null ? 0 : embedder.mostTokens();
  }

  @Override
  public Embedding embed(String text) throws IOException {
    return loaded().embed(text);
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
    } finally {
      tried.countDown();
    }
  }
}
