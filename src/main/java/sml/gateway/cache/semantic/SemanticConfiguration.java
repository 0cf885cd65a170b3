package sml.gateway.cache.semantic;

import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.semantic.embedding.Embedder;
import sml.gateway.cache.semantic.embedding.Embedders;
import sml.gateway.cache.semantic.guard.Guard;
import sml.gateway.cache.semantic.guard.QuestionReader;

/** Makes the parts of the semantic cache that are plain classes. */
@Configuration(proxyBeanMethods = false)
class SemanticConfiguration {
  private static final int SEARCHES = 8;
  private static final int IDLE_SECONDS = 30;
  private static final int MOST_WAITING = 256;

  @Bean
  Embedder questionEmbedder(SemanticSettings settings, Clock clock) {
    return switch (settings.embedder()) {
      case NONE -> Embedder.NONE;
      case MINILM -> Embedders.miniLm();
      case HTTP ->
          Embedders.http(
              URI.create(settings.embedderUrl()),
              settings.embedderModel(),
              settings.embedderKey(),
              settings.embedderTimeout(),
              clock);
    };
  }

  /**
   * The threads of searches: one that hangs keeps one, and when all are kept the next searches are
   * given up in their time limit.
   */
  @Bean(destroyMethod = "shutdownNow")
  ExecutorService semanticSearches() {
    var threads =
        new ThreadPoolExecutor(
            SEARCHES,
            SEARCHES,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("semantic-search-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  @Bean
  EntryTable semanticEntries(SemanticSettings settings, CacheSettings caches, Clock clock) {
    return new EntryTable(settings.entries(), caches.ttl(), clock);
  }

  @Bean
  QuestionReader questionReader() {
    return new QuestionReader();
  }

  @Bean
  Guard semanticGuard(QuestionReader reader) {
    return new Guard(reader);
  }
}
