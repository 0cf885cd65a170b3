package sml.gateway;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sml.gateway.chat.hedge.Ticker;

/**
 * The one clock (UTC) and the one source of chance of the program; rules take them as parameters.
 */
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Ticker ticker() {
    return Ticker.SYSTEM;
  }

  /** Safe for all threads: draws from the generator of the thread that asks. */
  @Bean
  RandomGenerator chance() {
    return () -> ThreadLocalRandom.current().nextLong();
  }
}
