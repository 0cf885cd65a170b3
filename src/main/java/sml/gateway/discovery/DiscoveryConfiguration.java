package sml.gateway.discovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import sml.gateway.catalog.updates.PageClient;

/** The three sources, in the order in which a name that several of them know is theirs. */
@Configuration(proxyBeanMethods = false)
class DiscoveryConfiguration {

  @Bean
  PublicPages sourcePages(PageClient pageClient, DiscoverySettings settings) {
    return new PublicPages(pageClient, settings.standIns());
  }

  @Bean
  @Order(1)
  ProviderSource openRouterSource(
      PublicPages publicPages, ObjectMapper json, DiscoverySettings settings) {
    return new OpenRouterSource(publicPages, json, settings.openrouterUrl());
  }

  @Bean
  @Order(2)
  ProviderSource huggingFaceSource(
      PublicPages publicPages, ObjectMapper json, DiscoverySettings settings) {
    return new HuggingFaceSource(publicPages, json, settings.huggingfaceUrl());
  }

  @Bean
  @Order(3)
  ProviderSource patternSource(
      PublicPages publicPages, ObjectMapper json, DiscoverySettings settings) {
    return new PatternSource(publicPages, json, settings.candidates(), settings.probeParallel());
  }
}
