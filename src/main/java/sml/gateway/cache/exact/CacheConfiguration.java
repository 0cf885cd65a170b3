package sml.gateway.cache.exact;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cluster.SharedValues;

/** Where answers are remembered: in this process, and in Valkey when there is one. */
@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

  @Bean
  AnswerMemory answerMemory(
      CacheSettings settings, ObjectProvider<SharedValues> shared, Clock clock) {
    AnswerMemory local = new LocalAnswers(settings, clock);
    SharedValues values = shared.getIfAvailable();
    return values == null ? local : new SharedAnswers(local, values, settings.ttl());
  }
}
