package sml.gateway.inference;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import sml.gateway.cache.embedding.Embedder;
import sml.gateway.chat.GatewayException.NoModelFits;

/**
 * Threads on which texts are embedded in this process. Native code holds the thread that a virtual
 * one runs on, so a large request would stop all others; here it takes half of the processors at
 * most, and requests take turns text by text.
 */
@Component
final class EmbeddingThreads implements DisposableBean {
  private static final int IDLE_SECONDS = 30;

  private final ExecutorService threads;

  EmbeddingThreads() {
    int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    var pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("embed-here-", 0).daemon().factory());
    pool.allowCoreThreadTimeOut(true);
    threads = pool;
  }

  /** The vector of a text, once it is its turn. */
  float[] embed(Embedder embedder, String text, Duration most) throws InterruptedException {
    Future<float[]> vector = threads.submit(() -> embedder.embed(text).vector());
    try {
      return vector.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw new NoModelFits("The embedder of this process failed: " + failed.getCause(), null);
    } catch (TimeoutException late) {
      throw new NoModelFits("The embedder of this process is busy.", null);
    } finally {
      vector.cancel(true);
    }
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }
}
