package sml.gateway.cache.semantic;

import java.net.URI;
import java.time.Clock;
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

  @Bean
  Embedder questionEmbedder(SemanticSettings settings) {
    return switch (settings.embedder()) {
      case NONE -> Embedder.NONE;
      case MINILM -> Embedders.miniLm();
      case HTTP ->
          Embedders.http(
              URI.create(settings.embedderUrl()),
              settings.embedderModel(),
              settings.embedderKey(),
              settings.embedderTimeout());
    };
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
