package sml.gateway.cache.semantic;

import java.net.URI;
import java.time.Clock;
import org.apache.camel.ProducerTemplate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.embedding.Embedder;
import sml.gateway.cache.embedding.Embedders;
import sml.gateway.cache.embedding.LocalEmbedder;
import sml.gateway.cache.semantic.guard.Guard;
import sml.gateway.cache.semantic.guard.QuestionReader;

/** Makes the parts of the semantic cache that are plain classes. */
@Configuration(proxyBeanMethods = false)
class SemanticConfiguration {
  /** Also what {@code /v1/embeddings} serves by its name. */
  @Bean
  LocalEmbedder localEmbedder() {
    return Embedders.miniLm();
  }

  @Bean
  Embedder questionEmbedder(
      SemanticSettings settings, LocalEmbedder localEmbedder, ProducerTemplate camel, Clock clock) {
    return switch (settings.embedder()) {
      case NONE -> Embedder.NONE;
      case MINILM -> localEmbedder;
      case GATEWAY ->
          Embedders.withCooldown(
              new RoutedEmbedder(camel, settings.embedderModel(), settings.embedderTimeout()),
              clock);
      case HTTP ->
          Embedders.http(
              URI.create(settings.embedderUrl()),
              settings.embedderModel(),
              settings.embedderKey(),
              settings.embedderTimeout(),
              clock);
    };
  }

  @Bean
  SearchThreads searchThreads() {
    return SearchThreads.pooled();
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
