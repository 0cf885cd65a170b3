package sml.gateway;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one clock of the program, in UTC; rules take it as a parameter. */
@Configuration(proxyBeanMethods = false)
class GatewayClock {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
