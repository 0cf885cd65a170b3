package sml.gateway.cache.semantic;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what may hang - embedders, the database - on threads of its own. A request waits for it no
 * longer than it has time, the wait for a free thread included; what is late is interrupted.
 */
final class SearchThreads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SearchThreads.class);
  private static final int SEARCHES = 8;
  private static final int IDLE_SECONDS = 30;
  private static final int MOST_WAITING = 256;

  private final Executor searching;
  private final Executor remembering;
  private final List<ThreadPoolExecutor> pools;

  private SearchThreads(Executor searching, Executor remembering, List<ThreadPoolExecutor> pools) {
    this.searching = searching;
    this.remembering = remembering;
    this.pools = pools;
  }

  /** Threads that are there only while they are needed. */
  static SearchThreads pooled() {
    var searching = pool("semantic-search-", SEARCHES);
    // a single one: an embedder that hangs is then asked once, and no request waits for it
    var remembering = pool("semantic-memory-", 1);
    return new SearchThreads(searching, remembering, List.of(searching, remembering));
  }

  /** Others than those of {@link #pooled}. */
  static SearchThreads of(Executor searching, Executor remembering) {
    return new SearchThreads(searching, remembering, List.of());
  }

  private static ThreadPoolExecutor pool(String name, int size) {
    var threads =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name(name, 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * What a search finds in time.
   *
   * @throws IOException when it failed, was late or could not even begin
   */
  <T> T within(Duration most, Callable<T> search) throws IOException {
    var task = new FutureTask<>(search);
    try {
      searching.execute(task);
      return task.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    } catch (ExecutionException | TimeoutException | RejectedExecutionException without) {
      throw new IOException(without);
    } finally {
      task.cancel(true);
    }
  }

  /** Runs it when there is time; not at all when too much is waiting. */
  void later(Runnable remember) {
    try {
      remembering.execute(remember);
    } catch (RejectedExecutionException tooMany) {
      LOG.debug("An answer is not remembered for questions that mean the same");
    }
  }

  @Override
  public void close() {
    pools.forEach(ThreadPoolExecutor::shutdownNow);
  }
}
