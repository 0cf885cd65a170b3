package sml.gateway.upstream;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The threads of a hedge: a virtual one for each slot. */
@Configuration(proxyBeanMethods = false)
class HedgeConfiguration {

  @Bean(destroyMethod = "shutdownNow")
  ExecutorService hedgeThreads() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("hedge-", 0).factory());
  }
}
