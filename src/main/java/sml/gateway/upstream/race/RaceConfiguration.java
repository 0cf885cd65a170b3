package sml.gateway.upstream.race;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The threads of a race: a virtual one for each contender, as many as it takes. */
@Configuration(proxyBeanMethods = false)
class RaceConfiguration {

  @Bean(destroyMethod = "shutdownNow")
  ExecutorService raceThreads() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("race-", 0).factory());
  }
}
