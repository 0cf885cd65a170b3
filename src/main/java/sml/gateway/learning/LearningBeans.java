package sml.gateway.learning;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sml.gateway.learning.circuit.BreakerRules;
import sml.gateway.learning.circuit.Breakers;
import sml.gateway.learning.circuit.Cooldowns;
import sml.gateway.learning.circuit.HealthLog;
import sml.gateway.learning.circuit.InProcessBreakers;
import sml.gateway.learning.circuit.InProcessCooldowns;
import sml.gateway.learning.circuit.Ladder;
import sml.gateway.learning.circuit.SizeLimits;
import sml.gateway.learning.circuit.Storms;
import sml.gateway.learning.limits.InProcessLimitBook;
import sml.gateway.learning.limits.LimitBook;
import sml.gateway.learning.limits.LimitHints;
import sml.gateway.learning.results.InProcessResults;
import sml.gateway.learning.results.Prior;
import sml.gateway.learning.results.Results;

/** The memories of this room, kept in the process. */
@Configuration(proxyBeanMethods = false)
class LearningBeans {

  @Bean
  HealthLog healthLog() {
    return new HealthLog();
  }

  @Bean
  Cooldowns cooldowns(LearningSettings settings, HealthLog log, Clock clock) {
    Ladder ladder =
        new Ladder(
            settings.firstCooldown(),
            settings.longestCooldown(),
            settings.quietTime(),
            settings.goneFor());
    return new InProcessCooldowns(ladder, settings.mostModels(), log, clock);
  }

  @Bean
  Breakers breakers(LearningSettings settings, Clock clock) {
    BreakerRules rules =
        new BreakerRules(
            settings.breakerSuccess(),
            settings.breakerCalls(),
            settings.breakerWindow(),
            settings.breakerOpen(),
            settings.namedProbe(),
            settings.probePatience(),
            settings.quietTime());
    return new InProcessBreakers(rules, settings.mostModels(), clock);
  }

  @Bean
  Storms storms(LearningSettings settings, Clock clock) {
    return new Storms(
        new Storms.Rules(
            settings.stormHits(),
            settings.stormModels(),
            settings.stormWithin(),
            settings.stormRest()),
        clock);
  }

  @Bean
  SizeLimits sizeLimits(LearningSettings settings, Clock clock) {
    return new SizeLimits(settings.sizeMemory(), settings.mostModels(), clock);
  }

  @Bean
  LimitBook limitBook(LearningSettings settings, ObjectMapper json, Clock clock) {
    return new InProcessLimitBook(LimitHints.load(json), settings.mostModels(), clock);
  }

  @Bean
  Results results(LearningSettings settings, Clock clock) {
    Prior prior = new Prior(settings.priorSuccess(), settings.priorWeight());
    return new InProcessResults(prior, settings.halfLife(), settings.mostModels(), clock);
  }
}
