package sml.gateway.learning;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sml.gateway.catalog.Keyring;
import sml.gateway.learning.circuit.BreakerRules;
import sml.gateway.learning.circuit.Breakers;
import sml.gateway.learning.cluster.SharedLimits;
import sml.gateway.learning.limits.Accounts;
import sml.gateway.learning.limits.InProcessLimitBook;
import sml.gateway.learning.limits.LimitBook;
import sml.gateway.learning.limits.LimitHints;
import sml.gateway.learning.limits.LimitRules;
import sml.gateway.learning.limits.rate.LearnedCap;
import sml.gateway.learning.rests.Cooldowns;
import sml.gateway.learning.rests.HealthLog;
import sml.gateway.learning.rests.Ladder;
import sml.gateway.learning.rests.SizeLimits;
import sml.gateway.learning.rests.Storms;
import sml.gateway.learning.results.InProcessResults;
import sml.gateway.learning.results.Prior;
import sml.gateway.learning.results.Results;
import sml.gateway.shared.Commons;

/**
 * The memories of this room, kept in the process and shared with other replicas if there are any.
 */
@Configuration(proxyBeanMethods = false)
class LearningBeans {

  @Bean
  HealthLog healthLog() {
    return new HealthLog();
  }

  @Bean
  Cooldowns cooldowns(
      LearningSettings settings, HealthLog log, Keyring keyring, Commons commons, Clock clock) {
    Ladder ladder =
        new Ladder(
            settings.firstCooldown(),
            settings.longestCooldown(),
            settings.quietTime(),
            settings.goneFor());
    return new Cooldowns(
        ladder,
        settings.mostModels(),
        log,
        provider -> keyring.account(provider, null),
        commons,
        clock);
  }

  @Bean
  Breakers breakers(LearningSettings settings, Commons commons, Clock clock) {
    BreakerRules rules =
        new BreakerRules(
            settings.breakerSuccess(),
            settings.breakerCalls(),
            settings.breakerWindow(),
            settings.breakerOpen(),
            settings.namedProbe(),
            settings.probePatience(),
            settings.quietTime());
    return new Breakers(rules, settings.mostModels(), commons, clock);
  }

  @Bean
  Storms storms(LearningSettings settings, Commons commons, Clock clock) {
    Storms.Rules rules =
        new Storms.Rules(
            settings.stormCalls(),
            settings.stormShare(),
            settings.stormModels(),
            settings.stormWithin(),
            settings.stormRest(),
            settings.longestStormRest());
    return new Storms(rules, commons, clock);
  }

  @Bean
  SizeLimits sizeLimits(LearningSettings settings, Commons commons, Clock clock) {
    return new SizeLimits(settings.sizeMemory(), settings.mostModels(), commons, clock);
  }

  @Bean
  LimitRules limitRules(LearningSettings settings, ObjectMapper json, Accounts accounts) {
    var cap =
        new LearnedCap.Rules(
            settings.capDecrease(),
            settings.capIncrease(),
            settings.capHoldMinutes(),
            settings.capForgetAfter());
    return new LimitRules(LimitHints.load(json), accounts, cap, settings.paceAhead());
  }

  @Bean
  LimitBook limitBook(LearningSettings settings, LimitRules rules, Commons commons, Clock clock) {
    return commons.shared()
        ? new SharedLimits(rules, settings.mostModels(), commons, clock)
        : new InProcessLimitBook(rules, settings.mostModels(), clock);
  }

  @Bean
  Results results(LearningSettings settings, Clock clock) {
    Prior prior = new Prior(settings.priorSuccess(), settings.priorWeight());
    return new InProcessResults(prior, settings.halfLife(), settings.mostModels(), clock);
  }
}
