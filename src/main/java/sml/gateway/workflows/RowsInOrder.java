package sml.gateway.workflows;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the results of a split back into one list. */
@Configuration(proxyBeanMethods = false)
class RowsInOrder {

  @Bean
  AggregationStrategy bodiesInOrder() {
    return new GroupedBodyAggregationStrategy();
  }
}
