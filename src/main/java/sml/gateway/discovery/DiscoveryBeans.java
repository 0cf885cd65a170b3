package sml.gateway.discovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import sml.gateway.catalog.growth.Lookup;
import sml.gateway.discovery.source.HuggingFaceSource;
import sml.gateway.discovery.source.OpenRouterSource;
import sml.gateway.discovery.source.Pages;
import sml.gateway.discovery.source.PatternSource;
import sml.gateway.discovery.source.Source;

/** The three sources, in the order in which a name that several of them know is theirs. */
@Configuration(proxyBeanMethods = false)
class DiscoveryBeans {

  @Bean
  Pages sourcePages(Lookup lookup, DiscoverySettings settings) {
    return new Pages(lookup, settings.standIns());
  }

  @Bean
  @Order(1)
  Source openRouterSource(Pages pages, ObjectMapper json, DiscoverySettings settings) {
    return new OpenRouterSource(pages, json, settings.openrouterUrl());
  }

  @Bean
  @Order(2)
  Source huggingFaceSource(Pages pages, ObjectMapper json, DiscoverySettings settings) {
    return new HuggingFaceSource(pages, json, settings.huggingfaceUrl());
  }

  @Bean
  @Order(3)
  Source patternSource(Pages pages, ObjectMapper json, DiscoverySettings settings) {
    return new PatternSource(pages, json, settings.candidates(), settings.probeParallel());
  }
}
